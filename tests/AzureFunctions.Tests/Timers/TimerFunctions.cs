using Microsoft.Azure.Functions.Worker;

namespace Magpie.AzureFunctions.Tests.Timers;

public sealed class HourlyFunctions(Journal journal)
{
    [Function("Hourly")]
    public Task RunAsync([TimerTrigger("%Schedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
        journal.RunAsync($"{(timer.IsPastDue ? "late" : "on time")} {timer.ScheduleStatus?.Last:HH:mm}", cancellationToken);
}

public sealed class StartupFunctions(Journal journal)
{
    [Function("Startup")]
    public Task RunAsync([TimerTrigger("0 0 * * * *", RunOnStartup = true)] TimerInfo timer, CancellationToken cancellationToken) =>
        journal.RunAsync($"past due: {timer.IsPastDue}", cancellationToken);
}

public sealed class SecondlyFunctions(Journal journal)
{
    [Function("Secondly")]
    public Task RunAsync([TimerTrigger("* * * * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        journal.RunAsync($"monitored: {timer.ScheduleStatus is not null}", cancellationToken);
}

using Magpie.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Magpie.AzureFunctions.Tests.Timers;

public sealed class TimerTriggerTests(Azurite azurite) : StorageTests(azurite)
{
    // 07:00 UTC.
    private readonly ManualTime _time = new();

    [Fact]
    public async Task A_timer_runs_when_it_is_due_and_knows_its_last_run()
    {
        await using var app = await StartAsync("0 0 * * * *");

        await AdvanceUntilAsync(entries: 1);
        await AdvanceUntilAsync(entries: 2);

        // Before the first run there is no last one.
        Journal.Entries.ShouldBe(["on time 00:00", "on time 08:00"]);
    }

    [Theory]
    [InlineData("0 * * * *")]
    [InlineData("01:00:00")]
    public async Task A_schedule_may_have_five_fields_or_be_a_time_span(string schedule)
    {
        await using var app = await StartAsync(schedule);

        await AdvanceUntilAsync(entries: 1);

        (_time.GetUtcNow() - new ManualTime().GetUtcNow()).ShouldBeInRange(TimeSpan.FromHours(1), TimeSpan.FromMinutes(90));
    }

    [Fact]
    public async Task A_run_missed_while_the_host_was_down_is_made_up_at_once()
    {
        await using (await StartAsync("0 0 * * * *"))
        {
            await AdvanceUntilAsync(entries: 1);
        }

        _time.Advance(TimeSpan.FromHours(3));
        await using var again = await StartAsync("0 0 * * * *");

        await Journal.NextAsync(1);
        Journal.Entries.ShouldBe(["on time 00:00", "late 08:00"]);
    }

    [Fact]
    public async Task The_first_run_of_all_is_made_up_too()
    {
        await using (await StartAsync("0 0 * * * *"))
        {
            await Journal.UntilAsync(async () => await StatusAsync());
        }

        _time.Advance(TimeSpan.FromHours(3));
        await using var again = await StartAsync("0 0 * * * *");

        (await Journal.NextAsync(1)).ShouldBe(["late 00:00"]);
    }

    [Fact]
    public async Task Two_hosts_on_one_storage_run_each_occurrence_once()
    {
        await using var one = await StartAsync("0 0 * * * *");
        await using var two = await StartAsync("0 0 * * * *");

        await AdvanceUntilAsync(entries: 1);
        await AdvanceUntilAsync(entries: 2);
        await AdvanceUntilAsync(entries: 3);

        Journal.Entries.ShouldBe(["on time 00:00", "on time 08:00", "on time 09:00"]);
    }

    [Fact]
    public async Task Run_on_startup_runs_at_the_start()
    {
        await using var app = await StartAsync(typeof(StartupFunctions));

        (await Journal.NextAsync(1)).ShouldBe(["past due: False"]);
    }

    [Fact]
    public async Task A_timer_that_recurs_within_a_minute_is_not_monitored()
    {
        await using var app = await StartAsync(typeof(SecondlyFunctions));

        (await Journal.NextAsync(2)).ShouldBe(["monitored: False", "monitored: False"]);
    }

    private Task<RunningApp> StartAsync(string schedule) => StartAsync(
        typeof(HourlyFunctions),
        new() { ["Schedule"] = schedule },
        builder => builder.Services.AddSingleton<TimeProvider>(_time));

    private async Task<bool> StatusAsync() =>
        await Service.GetBlobContainerClient("azure-webjobs-hosts").GetBlobClient($"timers/{Unique}/Host.Functions.Hourly/status").ExistsAsync();

    /// <summary>Moves the clock in steps until so many runs were seen, so that it does not matter when the host begins to wait.</summary>
    private async Task AdvanceUntilAsync(int entries)
    {
        await Journal.UntilAsync(async () => await StatusAsync());
        await Journal.UntilAsync(() =>
        {
            if (Journal.Entries.Count < entries)
            {
                _time.Advance(TimeSpan.FromMinutes(1));
            }

            return Task.FromResult(Journal.Entries.Count >= entries);
        });
        await Journal.NextAsync(1);
    }
}

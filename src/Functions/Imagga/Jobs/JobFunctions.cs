using System.Text.Json;
using Magpie.Functions.Http;
using Microsoft.Azure.Functions.Worker;

namespace Magpie.Functions.Imagga.Jobs;

/// <summary>Where tickets are worked on: a message that was begun and not ended comes again.</summary>
public sealed class JobFunctions(JobRunner runner, CallbackCaller caller)
{
    [Function("ImaggaJob")]
    public Task RunAsync([QueueTrigger(JobQueue.Name)] string message, CancellationToken cancellationToken) =>
        JsonSerializer.Deserialize(message, MagpieJson.Default.JobMessage) switch
        {
            null => Task.CompletedTask,
            { CallbackAttempt: > 0 } done => caller.CallAsync(done, cancellationToken),
            { } work => runner.RunAsync(work, cancellationToken),
        };

    /// <summary>After the last try the host puts the message here.</summary>
    [Function("ImaggaJobGiveUp")]
    public Task GiveUpAsync([QueueTrigger(JobQueue.Name + "-poison")] string message, CancellationToken cancellationToken) =>
        JsonSerializer.Deserialize(message, MagpieJson.Default.JobMessage) is { CallbackAttempt: 0 } work
            ? runner.GiveUpAsync(work, cancellationToken)
            : Task.CompletedTask;
}

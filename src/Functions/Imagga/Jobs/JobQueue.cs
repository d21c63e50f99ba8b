using System.Text.Json;
using Azure.Storage.Queues;
using Magpie.Functions.Http;

namespace Magpie.Functions.Imagga.Jobs;

/// <summary>Queue <c>imagga-jobs</c>: tickets to work on, and callbacks to make.</summary>
public sealed class JobQueue(QueueClient queue)
{
    public const string Name = "imagga-jobs";

    /// <summary>Sends a message that is not seen before the delay is over.</summary>
    public Task SendAsync(JobMessage message, TimeSpan delay, CancellationToken cancellationToken) => queue.SendMessageAsync(
        BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(message, MagpieJson.Default.JobMessage)), visibilityTimeout: delay, cancellationToken: cancellationToken);
}

/// <summary>A ticket to work on; or, when it is done, an address to call.</summary>
/// <param name="Callback">Where to say that it is done; null for nowhere.</param>
/// <param name="CallbackAttempt">0 while the work is to be done; then which try to call it is.</param>
public sealed record JobMessage(string Account, string Ticket, string? Callback, int CallbackAttempt = 0)
{
    /// <summary>Which work it is.</summary>
    public string Kind { get; init; } = BatchRunner.JobKind;

    /// <summary>The key that asked for it, under whose secret callbacks are signed; null in messages of earlier versions.</summary>
    public string? Key { get; init; }
}

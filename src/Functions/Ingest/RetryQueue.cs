using System.Text.Json;
using Azure.Storage.Queues;
using Magpie.Functions.Http;

namespace Magpie.Functions.Ingest;

/// <summary>Queue <c>ingest-retries</c>: assets that failed and are to be worked on once more.</summary>
public sealed class RetryQueue(QueueClient queue)
{
    public const string Name = "ingest-retries";

    /// <summary>Sends a message that is not seen before the delay is over.</summary>
    public Task SendAsync(RetryMessage message, TimeSpan delay, CancellationToken cancellationToken) => queue.SendMessageAsync(
        BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(message, MagpieJson.Default.RetryMessage)),
        visibilityTimeout: delay,
        cancellationToken: cancellationToken);
}

/// <summary>An asset to work on once more.</summary>
/// <param name="Automatic">Which of <see cref="OutageRetries"/> this is; 0 when a person asked for it.</param>
public sealed record RetryMessage(string Account, string Id, int Automatic = 0);

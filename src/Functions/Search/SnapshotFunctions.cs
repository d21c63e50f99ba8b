using System.Text.Json;
using Azure.Storage.Queues;
using Magpie.Functions.Http;
using Magpie.Search;
using Microsoft.Azure.Functions.Worker;

namespace Magpie.Functions.Search;

/// <summary>Queue <c>search-snapshots</c>: a message an account whose snapshot is missing, damaged or old.</summary>
public sealed class QueueSnapshotRequests(QueueClient queue) : ISnapshotRequests
{
    public const string Queue = "search-snapshots";

    public Task RequestAsync(string account, string? damaged, CancellationToken cancellationToken) => queue.SendMessageAsync(
        BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(new SnapshotMessage(account, damaged), MagpieJson.Default.SnapshotMessage)),
        cancellationToken: cancellationToken);
}

/// <summary>Builds what is asked for. A message that fails five times is dropped: the next search asks again.</summary>
public sealed class SnapshotFunctions(SnapshotBuilder builder)
{
    [Function("BuildSearchSnapshot")]
    public async Task BuildAsync([QueueTrigger(QueueSnapshotRequests.Queue)] string message, CancellationToken cancellationToken)
    {
        if (JsonSerializer.Deserialize(message, MagpieJson.Default.SnapshotMessage) is { } request)
        {
            await builder.BuildAsync(request.Account, request.Damaged, cancellationToken);
        }
    }
}

/// <summary>Whose snapshot to build.</summary>
/// <param name="Damaged">Version that must be replaced; null when there is only much that is new, or no version is known.</param>
public sealed record SnapshotMessage(string Account, string? Damaged);

using Azure.Storage.Blobs;
using Magpie.Ingest;
using Microsoft.Azure.Functions.Worker;

namespace Magpie.Functions.Ingest;

/// <summary>
/// What starts the work on an upload. Two triggers for one method: Event Grid tells of blobs in Azure, a scan finds them elsewhere;
/// settings (<c>AzureWebJobs.IngestScan.Disabled</c>, <c>AzureWebJobs.IngestEvents.Disabled</c>) leave one of them on.
/// </summary>
public sealed class IngestFunctions(Ingestor ingestor, OutageRetries outages)
{
    private const string Path = BlobIncoming.Container + "/{account}/{id}";

    [Function("IngestEvents")]
    public Task EventsAsync(
        [BlobTrigger(Path, Source = BlobTriggerSource.EventGrid)] BlobClient blob, string account, string id, CancellationToken cancellationToken) =>
        ingestor.IngestAsync(account, id, cancellationToken);

    [Function("IngestScan")]
    public Task ScanAsync([BlobTrigger(Path)] BlobClient blob, string account, string id, CancellationToken cancellationToken) =>
        ingestor.IngestAsync(account, id, cancellationToken);

    /// <summary>After the last try the host puts the blob's name here.</summary>
    [Function("IngestGiveUp")]
    public async Task GiveUpAsync([QueueTrigger("webjobs-blobtrigger-poison")] PoisonBlob message, CancellationToken cancellationToken)
    {
        if (message is { ContainerName: BlobIncoming.Container, BlobName: { } name } && name.Split('/') is [var account, var id])
        {
            await ingestor.GiveUpAsync(account, id, cancellationToken);
            await outages.ScheduleAsync(account, id, 0, cancellationToken);
        }
    }
}

/// <summary>What the host writes of a blob whose function failed five times.</summary>
public sealed record PoisonBlob(string? ContainerName, string? BlobName);

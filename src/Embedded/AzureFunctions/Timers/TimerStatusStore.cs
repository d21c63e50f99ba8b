using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>A timer's last run, kept where the real host keeps it: <c>azure-webjobs-hosts/timers/{host}/{function}/status</c>.</summary>
internal sealed class TimerStatusStore(BlobServiceClient service, string hostId, string functionId)
{
    private readonly BlobContainerClient _container = service.GetBlobContainerClient("azure-webjobs-hosts");
    private ETag? _etag;

    private BlobClient Blob => _container.GetBlobClient($"timers/{hostId}/{functionId}/status");

    /// <summary>The status, or null when the timer never ran or its record cannot be read.</summary>
    public async Task<ScheduleStatus?> LoadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var found = await Blob.DownloadContentAsync(cancellationToken);
            _etag = found.Value.Details.ETag;
            return JsonSerializer.Deserialize<ScheduleStatus>(found.Value.Content);
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            _etag = null;
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes the status unless another host wrote it since it was loaded; answers whether it did.</summary>
    public async Task<bool> TrySaveAsync(ScheduleStatus status, CancellationToken cancellationToken)
    {
        var conditions = _etag is { } known ? new BlobRequestConditions { IfMatch = known } : new BlobRequestConditions { IfNoneMatch = ETag.All };
        try
        {
            var saved = await Blob.UploadAsync(
                BinaryData.FromObjectAsJson(status), new BlobUploadOptions { Conditions = conditions }, cancellationToken);
            _etag = saved.Value.ETag;
            return true;
        }
        catch (RequestFailedException missing) when (missing is { Status: 404, ErrorCode: "ContainerNotFound" })
        {
            await _container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            return await TrySaveAsync(status, cancellationToken);
        }
        catch (RequestFailedException raced) when (raced.Status is 409 or 412)
        {
            return false;
        }
    }
}

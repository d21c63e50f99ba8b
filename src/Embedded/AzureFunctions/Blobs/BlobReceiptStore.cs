using System.Security.Cryptography;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>
/// A function's receipts, <c>azure-webjobs-hosts/blobreceipts/{host}/{function}/{container}/{version}</c>. Creating one claims the version; all
/// later writes hold its ETag, so that of several hosts one wins.
/// </summary>
internal sealed class BlobReceiptStore(
    BlobServiceClient service, string hostId, string function, string container, HostInstance instance, TriggerTimings timings, TimeProvider time)
{
    private readonly BlobContainerClient _container = service.GetBlobContainerClient("azure-webjobs-hosts");

    private string Folder => $"blobreceipts/{hostId}/{function}/{container}/";

    /// <summary>Claims a version, or answers the receipt that forbids it.</summary>
    public async Task<(BlobReceipt? Claim, BlobReceipt? Other)> ClaimAsync(BlobVersion version, CancellationToken cancellationToken)
    {
        var claim = new BlobReceipt(
            BlobReceiptState.Claimed, instance.Id, RandomNumberGenerator.GetHexString(16), Tries: 1, time.GetUtcNow() + timings.Lease,
            Uri.EscapeDataString(version.Name), version.ETag.ToString());
        if (await TryWriteAsync(version, claim, new BlobRequestConditions { IfNoneMatch = ETag.All }, cancellationToken) is { } first)
        {
            return (first, null);
        }

        if (await ReadAsync(version, cancellationToken) is not { } other)
        {
            // Gone in between; the next scan looks again.
            return (null, null);
        }

        if (other.Claim == claim.Claim)
        {
            // Our own write, whose answer was lost on the way.
            return (other, null);
        }

        if (!IsFree(other))
        {
            return (null, other);
        }

        var next = claim with { Tries = other.Tries + 1 };
        var taken = await TryWriteAsync(version, next, new BlobRequestConditions { IfMatch = other.ETag }, cancellationToken);
        return (taken, null);
    }

    /// <summary>Writes what became of a claim, unless somebody else wrote since; answers the new receipt, or null.</summary>
    public async Task<BlobReceipt?> TryUpdateAsync(BlobVersion version, BlobReceipt receipt, CancellationToken cancellationToken)
    {
        try
        {
            var updated = await BlobOf(version).SetMetadataAsync(
                receipt.ToMetadata(), new BlobRequestConditions { IfMatch = receipt.ETag }, cancellationToken);
            return receipt with { ETag = updated.Value.ETag };
        }
        catch (RequestFailedException raced) when (raced.Status is 404 or 412)
        {
            // 412 is also what a retry of our own write meets when the first answer was lost.
            return await ReadAsync(version, cancellationToken) is { } now && now with { ETag = receipt.ETag } == receipt ? now : null;
        }
    }

    /// <summary>All receipts of the function, from a page on.</summary>
    public IAsyncEnumerable<Page<BlobItem>> Pages(string? continuation, CancellationToken cancellationToken) =>
        _container.GetBlobsAsync(new GetBlobsOptions { Prefix = Folder, Traits = BlobTraits.Metadata }, cancellationToken)
            .AsPages(continuation, pageSizeHint: 200);

    public Task DeleteAsync(string receiptName, ETag etag, CancellationToken cancellationToken) =>
        _container.DeleteBlobIfExistsAsync(receiptName, conditions: new BlobRequestConditions { IfMatch = etag }, cancellationToken: cancellationToken);

    private bool IsFree(BlobReceipt receipt) => receipt.State switch
    {
        BlobReceiptState.Failed => IsOver(receipt.Until),
        BlobReceiptState.Claimed => IsOver(receipt.Until) || receipt.Owner == instance.Id || HostInstance.HasEnded(receipt.Owner),
        _ => false,
    };

    private bool IsOver(DateTimeOffset until)
    {
        var left = until - time.GetUtcNow();
        return left <= TimeSpan.Zero || left > timings.LongestPause;
    }

    private BlobClient BlobOf(BlobVersion version) => _container.GetBlobClient(Folder + version.ReceiptKey);

    private async Task<BlobReceipt?> ReadAsync(BlobVersion version, CancellationToken cancellationToken)
    {
        try
        {
            var found = await BlobOf(version).GetPropertiesAsync(cancellationToken: cancellationToken);
            return BlobReceipt.From(found.Value.Metadata, found.Value.ETag);
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
    }

    private async Task<BlobReceipt?> TryWriteAsync(
        BlobVersion version, BlobReceipt receipt, BlobRequestConditions conditions, CancellationToken cancellationToken)
    {
        var options = new BlobUploadOptions { Metadata = receipt.ToMetadata(), Conditions = conditions };
        try
        {
            var written = await BlobOf(version).UploadAsync(BinaryData.Empty, options, cancellationToken);
            return receipt with { ETag = written.Value.ETag };
        }
        catch (RequestFailedException missing) when (missing is { Status: 404, ErrorCode: "ContainerNotFound" })
        {
            await _container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            return await TryWriteAsync(version, receipt, conditions, cancellationToken);
        }
        catch (RequestFailedException raced) when (raced.Status is 409 or 412)
        {
            return null;
        }
    }
}

using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Magpie.Delivery;
using Magpie.Functions.Delivery;
using Magpie.Ingest;

namespace Magpie.Functions.Ingest;

/// <summary>The container <c>incoming</c>: a blob an upload, named <c>{account}/{id}</c>.</summary>
public sealed class BlobIncoming(BlobContainerClient container) : IIncoming
{
    /// <summary>Name of the container; the trigger's path and the SAS name it too.</summary>
    public const string Container = "incoming";

    public async Task<IncomingBlob?> FindAsync(string account, string id, CancellationToken cancellationToken)
    {
        try
        {
            var properties = (await Blob(account, id).GetPropertiesAsync(cancellationToken: cancellationToken)).Value;
            return new IncomingBlob(account, id, properties.ContentLength, properties.ETag.ToString());
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return null;
        }
    }

    public async Task<int> ReadAsync(IncomingBlob blob, long offset, Memory<byte> destination, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(blob);
        if (destination.IsEmpty || offset >= blob.Bytes)
        {
            return 0;
        }

        try
        {
            var options = new BlobDownloadOptions
            {
                Range = new HttpRange(offset, destination.Length),
                Conditions = new BlobRequestConditions { IfMatch = new ETag(blob.ETag) },
            };
            using var download = (await Blob(blob.Account, blob.Id).DownloadStreamingAsync(options, cancellationToken)).Value;
            return await download.Content.ReadAtLeastAsync(destination, destination.Length, throwOnEndOfStream: false, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status is 404 or 412 or 416)
        {
            throw new IncomingChangedException("The uploaded file changed while it was read.", exception);
        }
    }

    public IOriginal Original(IncomingBlob blob)
    {
        ArgumentNullException.ThrowIfNull(blob);
        return new BlobOriginal(Blob(blob.Account, blob.Id), new ETag(blob.ETag), blob.Bytes);
    }

    public async Task DiscardAsync(string account, string id, CancellationToken cancellationToken)
    {
        var blob = container.GetBlockBlobClient($"{account}/{id}");
        try
        {
            var blocks = await blob.GetBlockListAsync(BlockListTypes.Uncommitted, cancellationToken: cancellationToken);
            if (!blocks.Value.UncommittedBlocks.Any())
            {
                return;
            }

            // Storage has no call for it: staged blocks go when the blob is committed without them. Not when it was just committed with them.
            var options = new CommitBlockListOptions { Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All } };
            var emptied = await blob.CommitBlockListAsync([], options, cancellationToken);
            await blob.DeleteIfExistsAsync(
                conditions: new BlobRequestConditions { IfMatch = emptied.Value.ETag }, cancellationToken: cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status is 404 or 409 or 412)
        {
            // There is nothing, or a blob by now, which the trigger sees to.
        }
    }

    public async Task DeleteAsync(string account, string id, CancellationToken cancellationToken) =>
        await Blob(account, id).DeleteIfExistsAsync(cancellationToken: cancellationToken);

    private BlobClient Blob(string account, string id) => container.GetBlobClient($"{account}/{id}");
}

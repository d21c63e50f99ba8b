using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Magpie.Functions.Delivery;
using Magpie.Ingest;

namespace Magpie.Functions.Ingest;

/// <summary>The container <c>incoming</c>: a blob an upload, named <c>{account}/{id}</c>.</summary>
public sealed class BlobIncoming(BlobContainerClient container) : IIncoming
{
    /// <summary>Name of the container; the trigger's path and the SAS name it too.</summary>
    public const string Container = "incoming";

    public async Task<IArrivedFile?> FindAsync(string account, string id, CancellationToken cancellationToken)
    {
        try
        {
            var blob = Blob(account, id);
            var properties = (await blob.GetPropertiesAsync(cancellationToken: cancellationToken)).Value;
            return BlobOriginal.Of(blob, properties);
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return null;
        }
    }

    public async Task DiscardAsync(string account, string id, CancellationToken cancellationToken)
    {
        var blob = container.GetBlockBlobClient($"{account}/{id}");
        try
        {
            var blocks = await blob.GetBlockListAsync(BlockListTypes.Uncommitted, cancellationToken: cancellationToken);
            if (!blocks.Value.UncommittedBlocks.Any())
            {
                // A process that ended between the two calls below left an empty blob.
                var left = (await blob.GetPropertiesAsync(cancellationToken: cancellationToken)).Value;
                if (left.ContentLength == 0)
                {
                    await blob.DeleteIfExistsAsync(
                        conditions: new BlobRequestConditions { IfMatch = left.ETag }, cancellationToken: cancellationToken);
                }

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

using System.Globalization;
using Azure.Core;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Common;

namespace Azure.Storage.Blobs.Specialized;

/// <summary>A block blob: staged in blocks, then committed.</summary>
public class BlockBlobClient : BlobBaseClient
{
    protected BlockBlobClient()
    {
    }

    public BlockBlobClient(string connectionString, string containerName, string blobName)
        : base(connectionString, containerName, blobName)
    {
    }

    public BlockBlobClient(string connectionString, string blobContainerName, string blobName, BlobClientOptions? options)
        : base(connectionString, blobContainerName, blobName, options)
    {
    }

    public BlockBlobClient(Uri blobUri, BlobClientOptions? options = null)
        : base(blobUri, options)
    {
    }

    public BlockBlobClient(Uri blobUri, StorageSharedKeyCredential credential, BlobClientOptions? options = null)
        : base(blobUri, credential, options)
    {
    }

    public BlockBlobClient(Uri blobUri, AzureSasCredential credential, BlobClientOptions? options = null)
        : base(blobUri, credential, options)
    {
    }

    public BlockBlobClient(Uri blobUri, TokenCredential credential, BlobClientOptions? options = null)
        : base(blobUri, credential, options)
    {
    }

    internal BlockBlobClient(Uri uri, StorageAccess access, string account, string container, string name)
        : base(uri, access, account, container, name)
    {
    }

    /// <summary>Uploads in one request.</summary>
    public virtual async Task<Response<BlobContentInfo>> UploadAsync(
        Stream content, BlobUploadOptions? options, CancellationToken cancellationToken = default)
    {
        options ??= new BlobUploadOptions();
        var length = content.Length - content.Position;
        var response = await BlockBlobRequests.PutBlobAsync(this, RequestContent.Create(content), options, cancellationToken).ConfigureAwait(false);
        options.ProgressHandler?.Report(length);
        return response;
    }

    /// <summary>Stages one block; nothing can read it until it is committed.</summary>
    /// <param name="base64BlockId">Any bytes in base64, of one length for all blocks of the blob.</param>
    /// <param name="content">The block, from a stream that can seek.</param>
    /// <param name="options">Lease and progress.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public virtual async Task<Response<BlockInfo>> StageBlockAsync(
        string base64BlockId, Stream content, BlockBlobStageBlockOptions? options = null, CancellationToken cancellationToken = default)
    {
        var length = content.Length - content.Position;
        var response = await BlockBlobRequests.PutBlockAsync(
            this, base64BlockId, RequestContent.Create(content), options?.Conditions?.LeaseId, cancellationToken).ConfigureAwait(false);
        options?.ProgressHandler?.Report(length);
        return response;
    }

    /// <summary>Makes the blob of these blocks, in this order.</summary>
    public virtual Task<Response<BlobContentInfo>> CommitBlockListAsync(
        IEnumerable<string> base64BlockIds, CommitBlockListOptions? options, CancellationToken cancellationToken = default) =>
        BlockBlobRequests.PutBlockListAsync(this, base64BlockIds, options, cancellationToken);

    public virtual Task<Response<BlobContentInfo>> CommitBlockListAsync(
        IEnumerable<string> base64BlockIds,
        BlobHttpHeaders? httpHeaders = null,
        IDictionary<string, string>? metadata = null,
        BlobRequestConditions? conditions = null,
        AccessTier? accessTier = null,
        CancellationToken cancellationToken = default)
    {
        var options = new CommitBlockListOptions
        {
            HttpHeaders = httpHeaders,
            Metadata = metadata,
            Conditions = conditions,
            AccessTier = accessTier,
        };
        return CommitBlockListAsync(base64BlockIds, options, cancellationToken);
    }

    public virtual async Task<Response<BlockList>> GetBlockListAsync(
        BlockListTypes blockListTypes = BlockListTypes.All,
        string? snapshot = null,
        BlobRequestConditions? conditions = null,
        CancellationToken cancellationToken = default)
    {
        using var message = Access.CreateMessage(RequestMethod.Get, Uri);
        message.Request.Uri.AppendQuery("comp", "blocklist");
        if (snapshot is not null)
        {
            message.Request.Uri.AppendQuery("snapshot", snapshot);
        }

        message.Request.Uri.AppendQuery("blocklisttype", blockListTypes switch
        {
            BlockListTypes.Committed => "committed",
            BlockListTypes.Uncommitted => "uncommitted",
            _ => "all",
        });
        message.Request.Headers.SetConditions(conditions);
        var response = await Access.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return Response.FromValue(ReadBlockList(response), response);
    }

    private static BlockList ReadBlockList(Response response)
    {
        List<BlobBlock> committed = [];
        List<BlobBlock> uncommitted = [];
        using var xml = StorageXml.Reader(response);
        StorageXml.Children(xml, list =>
        {
            var blocks = list.LocalName == "CommittedBlocks" ? committed : uncommitted;
            StorageXml.Children(list, block =>
            {
                var name = "";
                var size = 0L;
                StorageXml.Children(block, part =>
                {
                    if (part.LocalName == "Name")
                    {
                        name = part.ReadElementContentAsString();
                    }
                    else
                    {
                        size = long.Parse(part.ReadElementContentAsString(), CultureInfo.InvariantCulture);
                    }
                });
                blocks.Add(new BlobBlock(name, size));
            });
        });
        return new BlockList(committed, uncommitted, response);
    }
}

using Azure.Core;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Azure.Storage.Common;

namespace Azure.Storage.Blobs;

/// <summary>A blob, read and written as a whole.</summary>
public class BlobClient : BlobBaseClient
{
    protected BlobClient()
    {
    }

    public BlobClient(string connectionString, string blobContainerName, string blobName)
        : base(connectionString, blobContainerName, blobName)
    {
    }

    public BlobClient(string connectionString, string blobContainerName, string blobName, BlobClientOptions? options)
        : base(connectionString, blobContainerName, blobName, options)
    {
    }

    public BlobClient(Uri blobUri, BlobClientOptions? options = null)
        : base(blobUri, options)
    {
    }

    public BlobClient(Uri blobUri, StorageSharedKeyCredential credential, BlobClientOptions? options = null)
        : base(blobUri, credential, options)
    {
    }

    public BlobClient(Uri blobUri, AzureSasCredential credential, BlobClientOptions? options = null)
        : base(blobUri, credential, options)
    {
    }

    public BlobClient(Uri blobUri, TokenCredential credential, BlobClientOptions? options = null)
        : base(blobUri, credential, options)
    {
    }

    internal BlobClient(Uri uri, StorageAccess access, string account, string container, string name)
        : base(uri, access, account, container, name)
    {
    }

    public virtual Task<Response<BlobContentInfo>> UploadAsync(Stream content) => UploadAsync(content, overwrite: false, CancellationToken.None);

    public virtual Task<Response<BlobContentInfo>> UploadAsync(Stream content, CancellationToken cancellationToken) =>
        UploadAsync(content, overwrite: false, cancellationToken);

    public virtual Task<Response<BlobContentInfo>> UploadAsync(Stream content, bool overwrite = false, CancellationToken cancellationToken = default) =>
        UploadAsync(content, Overwriting(overwrite), cancellationToken);

    /// <summary>Uploads in one request up to the initial transfer size, and as parallel blocks, committed together, above it.</summary>
    public virtual Task<Response<BlobContentInfo>> UploadAsync(
        Stream content, BlobUploadOptions? options, CancellationToken cancellationToken = default) =>
        BlobUpload.RunAsync(this, content, options ?? new BlobUploadOptions(), cancellationToken);

    public virtual Task<Response<BlobContentInfo>> UploadAsync(
        Stream content,
        BlobHttpHeaders? httpHeaders = null,
        IDictionary<string, string>? metadata = null,
        BlobRequestConditions? conditions = null,
        IProgress<long>? progressHandler = null,
        AccessTier? accessTier = null,
        StorageTransferOptions transferOptions = default,
        CancellationToken cancellationToken = default)
    {
        var options = new BlobUploadOptions
        {
            HttpHeaders = httpHeaders,
            Metadata = metadata,
            Conditions = conditions,
            ProgressHandler = progressHandler,
            AccessTier = accessTier,
            TransferOptions = transferOptions,
        };
        return UploadAsync(content, options, cancellationToken);
    }

    public virtual Task<Response<BlobContentInfo>> UploadAsync(BinaryData content) =>
        UploadAsync(content, overwrite: false, CancellationToken.None);

    public virtual Task<Response<BlobContentInfo>> UploadAsync(BinaryData content, CancellationToken cancellationToken) =>
        UploadAsync(content, overwrite: false, cancellationToken);

    public virtual Task<Response<BlobContentInfo>> UploadAsync(
        BinaryData content, bool overwrite = false, CancellationToken cancellationToken = default) =>
        UploadAsync(content, Overwriting(overwrite), cancellationToken);

    public virtual Task<Response<BlobContentInfo>> UploadAsync(
        BinaryData content, BlobUploadOptions? options, CancellationToken cancellationToken = default) =>
        BlobUpload.RunAsync(this, content, options ?? new BlobUploadOptions(), cancellationToken);

    public virtual Task<Response<BlobContentInfo>> UploadAsync(string path, bool overwrite = false, CancellationToken cancellationToken = default) =>
        UploadAsync(path, Overwriting(overwrite), cancellationToken);

    public virtual async Task<Response<BlobContentInfo>> UploadAsync(
        string path, BlobUploadOptions? options, CancellationToken cancellationToken = default)
    {
        await using var file = File.OpenRead(path);
        return await UploadAsync(file, options, cancellationToken).ConfigureAwait(false);
    }

    private static BlobUploadOptions Overwriting(bool overwrite) =>
        new() { Conditions = overwrite ? null : new BlobRequestConditions { IfNoneMatch = ETag.All } };
}

using Azure.Core;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Common;

namespace Azure.Storage.Blobs.Specialized;

/// <summary>A blob of any kind: its properties, its content to read, copies, leases and SAS.</summary>
public partial class BlobBaseClient
{
    private readonly StorageAccess? _access;
    private readonly Uri? _uri;

    protected BlobBaseClient()
    {
    }

    public BlobBaseClient(string connectionString, string blobContainerName, string blobName)
        : this(connectionString, blobContainerName, blobName, options: null)
    {
    }

    public BlobBaseClient(string connectionString, string blobContainerName, string blobName, BlobClientOptions? options)
    {
        (_access, var service) = BlobAccess.FromConnectionString(connectionString, options);
        _uri = StorageUri.Append(StorageUri.Append(service, blobContainerName), blobName);
        (AccountName, BlobContainerName, Name) = (_access.SharedKey?.AccountName ?? StorageUri.AccountOf(service), blobContainerName, blobName);
    }

    public BlobBaseClient(Uri blobUri, BlobClientOptions? options = null)
        : this(blobUri, BlobAccess.Anonymous(options))
    {
    }

    public BlobBaseClient(Uri blobUri, StorageSharedKeyCredential credential, BlobClientOptions? options = null)
        : this(blobUri, BlobAccess.SharedKey(credential, options))
    {
    }

    public BlobBaseClient(Uri blobUri, AzureSasCredential credential, BlobClientOptions? options = null)
        : this(blobUri, BlobAccess.Sas(credential, options))
    {
    }

    public BlobBaseClient(Uri blobUri, TokenCredential credential, BlobClientOptions? options = null)
        : this(blobUri, BlobAccess.Token(credential, options))
    {
    }

    internal BlobBaseClient(Uri uri, StorageAccess access, string account, string container, string name) =>
        (_uri, _access, AccountName, BlobContainerName, Name) = (uri, access, account, container, name);

    private BlobBaseClient(Uri uri, StorageAccess access)
    {
        ArgumentNullException.ThrowIfNull(uri);
        (_uri, _access) = (uri, access);
        AccountName = access.SharedKey?.AccountName ?? StorageUri.AccountOf(uri);
        var resource = StorageUri.ResourceOf(uri);
        var slash = resource.IndexOf('/', StringComparison.Ordinal);
        (BlobContainerName, Name) = slash < 0 ? ("$root", resource) : (resource[..slash], resource[(slash + 1)..]);
    }

    /// <summary>The blob's address; for a client made from a signed address it holds the SAS, a secret.</summary>
    public virtual Uri Uri => _uri ?? throw NotConnected();

    public virtual string AccountName { get; } = "";

    public virtual string BlobContainerName { get; } = "";

    public virtual string Name { get; } = "";

    internal StorageAccess Access => _access ?? throw NotConnected();

    public virtual async Task<Response<bool>> ExistsAsync(CancellationToken cancellationToken = default)
    {
        using var message = Access.CreateMessage(RequestMethod.Head, Uri);
        var response = await Access.SendAnyAsync(message, cancellationToken).ConfigureAwait(false);
        return response.Status is 200 || IsMissing(response)
            ? Response.FromValue(response.Status == 200, response)
            : throw new RequestFailedException(response);
    }

    public virtual async Task<Response> DeleteAsync(
        DeleteSnapshotsOption snapshotsOption = default, BlobRequestConditions? conditions = null, CancellationToken cancellationToken = default)
    {
        using var message = DeleteMessage(snapshotsOption, conditions);
        return await Access.SendAsync(message, cancellationToken).ConfigureAwait(false);
    }

    public virtual async Task<Response<bool>> DeleteIfExistsAsync(
        DeleteSnapshotsOption snapshotsOption = default, BlobRequestConditions? conditions = null, CancellationToken cancellationToken = default)
    {
        using var message = DeleteMessage(snapshotsOption, conditions);
        var response = await Access.SendAnyAsync(message, cancellationToken).ConfigureAwait(false);
        return response.Status == 202 || IsMissing(response)
            ? Response.FromValue(response.Status == 202, response)
            : throw new RequestFailedException(response);
    }

    /// <summary>No such blob, or no container for it.</summary>
    private static bool IsMissing(Response response) =>
        response.Status == 404
        && response.Headers.Text("x-ms-error-code") is null or "BlobNotFound" or "ContainerNotFound" or "ResourceNotFound";

    private static InvalidOperationException NotConnected() => new("This client was made without an address, for a test.");

    private HttpMessage DeleteMessage(DeleteSnapshotsOption snapshots, BlobRequestConditions? conditions)
    {
        var message = Access.CreateMessage(RequestMethod.Delete, Uri);
        message.Request.Headers.SetOptional("x-ms-delete-snapshots", snapshots switch
        {
            DeleteSnapshotsOption.IncludeSnapshots => "include",
            DeleteSnapshotsOption.OnlySnapshots => "only",
            _ => null,
        });
        message.Request.Headers.SetConditions(conditions);
        return message;
    }
}

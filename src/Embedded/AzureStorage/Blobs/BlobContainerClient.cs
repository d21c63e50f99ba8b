using Azure.Core;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Azure.Storage.Common;
using Azure.Storage.Sas;

namespace Azure.Storage.Blobs;

/// <summary>A container and the blobs in it.</summary>
public class BlobContainerClient
{
    private readonly StorageAccess? _access;
    private readonly Uri? _uri;

    protected BlobContainerClient()
    {
    }

    public BlobContainerClient(string connectionString, string blobContainerName)
        : this(connectionString, blobContainerName, options: null)
    {
    }

    public BlobContainerClient(string connectionString, string blobContainerName, BlobClientOptions? options)
    {
        (_access, var service) = BlobAccess.FromConnectionString(connectionString, options);
        _uri = StorageUri.Append(service, blobContainerName);
        (AccountName, Name) = (_access.SharedKey?.AccountName ?? StorageUri.AccountOf(service), blobContainerName);
    }

    public BlobContainerClient(Uri blobContainerUri, BlobClientOptions? options = null)
        : this(blobContainerUri, BlobAccess.Anonymous(options))
    {
    }

    public BlobContainerClient(Uri blobContainerUri, StorageSharedKeyCredential credential, BlobClientOptions? options = null)
        : this(blobContainerUri, BlobAccess.SharedKey(credential, options))
    {
    }

    public BlobContainerClient(Uri blobContainerUri, AzureSasCredential credential, BlobClientOptions? options = null)
        : this(blobContainerUri, BlobAccess.Sas(credential, options))
    {
    }

    public BlobContainerClient(Uri blobContainerUri, TokenCredential credential, BlobClientOptions? options = null)
        : this(blobContainerUri, BlobAccess.Token(credential, options))
    {
    }

    internal BlobContainerClient(Uri uri, StorageAccess access, string account, string name) =>
        (_uri, _access, AccountName, Name) = (uri, access, account, name);

    private BlobContainerClient(Uri uri, StorageAccess access)
    {
        ArgumentNullException.ThrowIfNull(uri);
        (_uri, _access) = (uri, access);
        AccountName = access.SharedKey?.AccountName ?? StorageUri.AccountOf(uri);
        Name = StorageUri.ResourceOf(uri).TrimEnd('/');
    }

    public virtual Uri Uri => _uri ?? throw NotConnected();

    public virtual string AccountName { get; } = "";

    public virtual string Name { get; } = "";

    /// <summary>Whether this client has the account key that <see cref="GenerateSasUri(BlobSasBuilder)"/> signs with.</summary>
    public virtual bool CanGenerateSasUri => _access?.SharedKey is not null;

    internal StorageAccess Access => _access ?? throw NotConnected();

    public virtual BlobClient GetBlobClient(string blobName) =>
        new(StorageUri.Append(Uri, blobName), Access, AccountName, Name, blobName);

    public virtual async Task<Response<BlobContainerInfo>> CreateAsync(
        PublicAccessType publicAccessType = PublicAccessType.None,
        IDictionary<string, string>? metadata = null,
        BlobContainerEncryptionScopeOptions? encryptionScopeOptions = null,
        CancellationToken cancellationToken = default)
    {
        using var message = CreateContainerMessage(publicAccessType, metadata, encryptionScopeOptions);
        var response = await Access.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return Response.FromValue(new BlobContainerInfo(response), response);
    }

    /// <summary>Creates the container; answers null when it was there already.</summary>
    public virtual async Task<Response<BlobContainerInfo>> CreateIfNotExistsAsync(
        PublicAccessType publicAccessType = PublicAccessType.None,
        IDictionary<string, string>? metadata = null,
        BlobContainerEncryptionScopeOptions? encryptionScopeOptions = null,
        CancellationToken cancellationToken = default)
    {
        using var message = CreateContainerMessage(publicAccessType, metadata, encryptionScopeOptions);
        var response = await Access.SendAnyAsync(message, cancellationToken).ConfigureAwait(false);
        return response.Status switch
        {
            201 => Response.FromValue(new BlobContainerInfo(response), response),
            409 when response.Headers.Text("x-ms-error-code") == "ContainerAlreadyExists" => null!,
            _ => throw new RequestFailedException(response),
        };
    }

    public virtual async Task<Response> DeleteAsync(BlobRequestConditions? conditions = null, CancellationToken cancellationToken = default)
    {
        using var message = ContainerMessage(RequestMethod.Delete, conditions);
        return await Access.SendAsync(message, cancellationToken).ConfigureAwait(false);
    }

    public virtual async Task<Response<bool>> DeleteIfExistsAsync(
        BlobRequestConditions? conditions = null, CancellationToken cancellationToken = default)
    {
        using var message = ContainerMessage(RequestMethod.Delete, conditions);
        var response = await Access.SendAnyAsync(message, cancellationToken).ConfigureAwait(false);
        return response.Status is 202 or 404
            ? Response.FromValue(response.Status == 202, response)
            : throw new RequestFailedException(response);
    }

    public virtual async Task<Response<bool>> ExistsAsync(CancellationToken cancellationToken = default)
    {
        using var message = ContainerMessage(RequestMethod.Get, conditions: null);
        var response = await Access.SendAnyAsync(message, cancellationToken).ConfigureAwait(false);
        return response.Status is 200 or 404
            ? Response.FromValue(response.Status == 200, response)
            : throw new RequestFailedException(response);
    }

    public virtual async Task<Response<BlobContainerProperties>> GetPropertiesAsync(
        BlobRequestConditions? conditions = null, CancellationToken cancellationToken = default)
    {
        using var message = ContainerMessage(RequestMethod.Get, conditions);
        var response = await Access.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return Response.FromValue(new BlobContainerProperties(response), response);
    }

    /// <summary>Lists the blobs by name, up to 5,000 a page.</summary>
    public virtual AsyncPageable<BlobItem> GetBlobsAsync(GetBlobsOptions? options = null, CancellationToken cancellationToken = default) =>
        new PagedResults<BlobItem>(new BlobListing(Access, Uri, options ?? new GetBlobsOptions()).NextAsync, cancellationToken);

    public virtual AsyncPageable<BlobItem> GetBlobsAsync(
        BlobTraits traits, BlobStates states, string? prefix, CancellationToken cancellationToken) =>
        GetBlobsAsync(new GetBlobsOptions { Traits = traits, States = states, Prefix = prefix }, cancellationToken);

    public virtual Task<Response<BlobContentInfo>> UploadBlobAsync(
        string blobName, Stream content, CancellationToken cancellationToken = default) =>
        GetBlobClient(blobName).UploadAsync(content, cancellationToken);

    public virtual Task<Response<BlobContentInfo>> UploadBlobAsync(
        string blobName, BinaryData content, CancellationToken cancellationToken = default) =>
        GetBlobClient(blobName).UploadAsync(content, cancellationToken);

    public virtual Task<Response> DeleteBlobAsync(
        string blobName,
        DeleteSnapshotsOption snapshotsOption = default,
        BlobRequestConditions? conditions = null,
        CancellationToken cancellationToken = default) =>
        GetBlobClient(blobName).DeleteAsync(snapshotsOption, conditions, cancellationToken);

    public virtual Task<Response<bool>> DeleteBlobIfExistsAsync(
        string blobName,
        DeleteSnapshotsOption snapshotsOption = default,
        BlobRequestConditions? conditions = null,
        CancellationToken cancellationToken = default) =>
        GetBlobClient(blobName).DeleteIfExistsAsync(snapshotsOption, conditions, cancellationToken);

    public virtual Uri GenerateSasUri(BlobContainerSasPermissions permissions, DateTimeOffset expiresOn) =>
        GenerateSasUri(new BlobSasBuilder(permissions, expiresOn));

    /// <summary>Signs this container's address with the account key.</summary>
    /// <exception cref="InvalidOperationException">There is no key, or the builder names something else.</exception>
    public virtual Uri GenerateSasUri(BlobSasBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var key = Access.SharedKey ?? throw new InvalidOperationException("A SAS is signed with a StorageSharedKeyCredential; this client has none.");
        var copy = builder.Copy();
        copy.BlobContainerName ??= Name;
        return copy.BlobContainerName == Name && string.IsNullOrEmpty(copy.BlobName)
            ? StorageUri.WithQuery(Uri, copy.ToSasQueryParameters(key).ToString())
            : throw new InvalidOperationException("The SAS builder names something else than this client's container.");
    }

    internal BlockBlobClient BlockBlob(string blobName) =>
        new(StorageUri.Append(Uri, blobName), Access, AccountName, Name, blobName);

    private static InvalidOperationException NotConnected() => new("This client was made without an address, for a test.");

    private HttpMessage ContainerMessage(RequestMethod method, BlobRequestConditions? conditions)
    {
        var message = Access.CreateMessage(method, Uri);
        message.Request.Uri.AppendQuery("restype", "container");
        message.Request.Headers.SetConditions(conditions);
        return message;
    }

    private HttpMessage CreateContainerMessage(
        PublicAccessType access, IDictionary<string, string>? metadata, BlobContainerEncryptionScopeOptions? encryption)
    {
        var message = ContainerMessage(RequestMethod.Put, conditions: null);
        var headers = message.Request.Headers;
        headers.SetMetadata(metadata);
        headers.SetOptional("x-ms-blob-public-access", access switch
        {
            PublicAccessType.BlobContainer => "container",
            PublicAccessType.Blob => "blob",
            _ => null,
        });
        headers.SetOptional("x-ms-default-encryption-scope", encryption?.DefaultEncryptionScope);
        headers.SetOptional("x-ms-deny-encryption-scope-override", encryption is { PreventEncryptionScopeOverride: true } ? "true" : null);
        return message;
    }
}

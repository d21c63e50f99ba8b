using Azure.Core;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Common;

namespace Azure.Storage.Blobs;

/// <summary>An account's blob service.</summary>
public class BlobServiceClient
{
    private readonly StorageAccess? _access;
    private readonly Uri? _uri;

    protected BlobServiceClient()
    {
    }

    public BlobServiceClient(string connectionString)
        : this(connectionString, options: null)
    {
    }

    public BlobServiceClient(string connectionString, BlobClientOptions? options)
    {
        (_access, _uri) = BlobAccess.FromConnectionString(connectionString, options);
        AccountName = _access.SharedKey?.AccountName ?? StorageUri.AccountOf(_uri);
    }

    public BlobServiceClient(Uri serviceUri, BlobClientOptions? options = null)
        : this(serviceUri, BlobAccess.Anonymous(options))
    {
    }

    public BlobServiceClient(Uri serviceUri, StorageSharedKeyCredential credential, BlobClientOptions? options = null)
        : this(serviceUri, BlobAccess.SharedKey(credential, options))
    {
    }

    public BlobServiceClient(Uri serviceUri, AzureSasCredential credential, BlobClientOptions? options = null)
        : this(serviceUri, BlobAccess.Sas(credential, options))
    {
    }

    public BlobServiceClient(Uri serviceUri, TokenCredential credential, BlobClientOptions? options = null)
        : this(serviceUri, BlobAccess.Token(credential, options))
    {
    }

    internal BlobServiceClient(Uri uri, StorageAccess access, string account) => (_uri, _access, AccountName) = (uri, access, account);

    private BlobServiceClient(Uri uri, StorageAccess access)
    {
        ArgumentNullException.ThrowIfNull(uri);
        (_uri, _access) = (uri, access);
        AccountName = access.SharedKey?.AccountName ?? StorageUri.AccountOf(uri);
    }

    public virtual Uri Uri => _uri ?? throw NotConnected();

    public virtual string AccountName { get; } = "";

    /// <summary>Whether this client has the account key.</summary>
    public virtual bool CanGenerateAccountSasUri => _access?.SharedKey is not null;

    private StorageAccess Access => _access ?? throw NotConnected();

    public virtual BlobContainerClient GetBlobContainerClient(string blobContainerName) =>
        new(StorageUri.Append(Uri, blobContainerName), Access, AccountName, blobContainerName);

    public virtual async Task<Response<BlobContainerClient>> CreateBlobContainerAsync(
        string blobContainerName,
        PublicAccessType publicAccessType = PublicAccessType.None,
        IDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default)
    {
        var container = GetBlobContainerClient(blobContainerName);
        var created = await container.CreateAsync(publicAccessType, metadata, encryptionScopeOptions: null, cancellationToken).ConfigureAwait(false);
        return Response.FromValue(container, created.GetRawResponse());
    }

    public virtual Task<Response> DeleteBlobContainerAsync(
        string blobContainerName, BlobRequestConditions? conditions = null, CancellationToken cancellationToken = default) =>
        GetBlobContainerClient(blobContainerName).DeleteAsync(conditions, cancellationToken);

    /// <summary>Gets a key that signs SAS in the name of this client's identity; needs a token credential.</summary>
    public virtual async Task<Response<UserDelegationKey>> GetUserDelegationKeyAsync(
        BlobGetUserDelegationKeyOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        using var message = Access.CreateMessage(RequestMethod.Post, Uri);
        message.Request.Uri.AppendQuery("restype", "service");
        message.Request.Uri.AppendQuery("comp", "userdelegationkey");
        message.Request.Headers.SetValue("Content-Type", "application/xml");
        message.Request.Content = BlobServiceXml.WriteKeyInfo(options);
        var response = await Access.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return Response.FromValue(BlobServiceXml.ReadUserDelegationKey(response), response);
    }

    public virtual async Task<Response<BlobServiceProperties>> GetPropertiesAsync(CancellationToken cancellationToken = default)
    {
        using var message = PropertiesMessage(RequestMethod.Get);
        var response = await Access.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return Response.FromValue(BlobServiceXml.ReadProperties(response), response);
    }

    public virtual async Task<Response> SetPropertiesAsync(BlobServiceProperties properties, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(properties);
        using var message = PropertiesMessage(RequestMethod.Put);
        message.Request.Headers.SetValue("Content-Type", "application/xml");
        message.Request.Content = BlobServiceXml.WriteProperties(properties);
        return await Access.SendAsync(message, cancellationToken).ConfigureAwait(false);
    }

    private static InvalidOperationException NotConnected() => new("This client was made without an address, for a test.");

    private HttpMessage PropertiesMessage(RequestMethod method)
    {
        var message = Access.CreateMessage(method, Uri);
        message.Request.Uri.AppendQuery("restype", "service");
        message.Request.Uri.AppendQuery("comp", "properties");
        return message;
    }
}

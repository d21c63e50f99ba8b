using Azure.Core;
using Azure.Storage.Common;
using Azure.Storage.Queues.Models;

namespace Azure.Storage.Queues;

/// <summary>A queue and the messages in it.</summary>
public partial class QueueClient
{
    private readonly QueueAccess? _access;
    private readonly Uri? _uri;

    protected QueueClient()
    {
    }

    public QueueClient(string connectionString, string queueName)
        : this(connectionString, queueName, options: null)
    {
    }

    public QueueClient(string connectionString, string queueName, QueueClientOptions? options)
    {
        (_access, var service) = QueueAccess.FromConnectionString(connectionString, options);
        (_uri, Name) = (StorageUri.Append(service, queueName), queueName);
    }

    public QueueClient(Uri queueUri, QueueClientOptions? options = null)
        : this(queueUri, QueueAccess.SharedKey(null, options))
    {
    }

    public QueueClient(Uri queueUri, StorageSharedKeyCredential credential, QueueClientOptions? options = null)
        : this(queueUri, QueueAccess.SharedKey(credential, options))
    {
    }

    public QueueClient(Uri queueUri, AzureSasCredential credential, QueueClientOptions? options = null)
        : this(queueUri, QueueAccess.Sas(credential, options))
    {
    }

    public QueueClient(Uri queueUri, TokenCredential credential, QueueClientOptions? options = null)
        : this(queueUri, QueueAccess.Token(credential, options))
    {
    }

    internal QueueClient(Uri uri, string name, QueueAccess access) => (_uri, Name, _access) = (uri, name, access);

    private QueueClient(Uri uri, QueueAccess access) => (_uri, Name, _access) = (uri, StorageUri.ResourceOf(uri).TrimEnd('/'), access);

    public virtual Uri Uri => _uri ?? throw NotConnected();

    public virtual string Name { get; } = "";

    public virtual string AccountName => Access.SharedKey?.AccountName ?? StorageUri.AccountOf(Uri);

    /// <summary>Most messages of one peek or receive.</summary>
    public virtual int MaxPeekableMessages => 32;

    /// <summary>Longest message in bytes, as it goes over the wire.</summary>
    public virtual int MessageMaxBytes => 64 * 1024;

    private StorageAccess Access => _access?.Storage ?? throw NotConnected();

    private QueueMessageXml Messages => _access?.Messages ?? throw NotConnected();

    public virtual async Task<Response> CreateAsync(
        IDictionary<string, string>? metadata = null, CancellationToken cancellationToken = default)
    {
        using var message = Access.CreateMessage(RequestMethod.Put, Uri);
        message.Request.Headers.SetMetadata(metadata);
        return await Access.SendAsync(message, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Creates the queue; answers null when it was there already.</summary>
    public virtual async Task<Response> CreateIfNotExistsAsync(
        IDictionary<string, string>? metadata = null, CancellationToken cancellationToken = default)
    {
        using var message = Access.CreateMessage(RequestMethod.Put, Uri);
        message.Request.Headers.SetMetadata(metadata);
        var response = await Access.SendAnyAsync(message, cancellationToken).ConfigureAwait(false);
        return response.Status switch
        {
            201 => response,
            204 => null!,
            409 when response.Headers.Text("x-ms-error-code") == "QueueAlreadyExists" => null!,
            _ => throw new RequestFailedException(response),
        };
    }

    public virtual async Task<Response<bool>> ExistsAsync(CancellationToken cancellationToken = default)
    {
        using var message = MetadataMessage(RequestMethod.Get);
        var response = await Access.SendAnyAsync(message, cancellationToken).ConfigureAwait(false);
        return response.Status is 200 or 404
            ? Response.FromValue(response.Status == 200, response)
            : throw new RequestFailedException(response);
    }

    public virtual async Task<Response> DeleteAsync(CancellationToken cancellationToken = default)
    {
        using var message = Access.CreateMessage(RequestMethod.Delete, Uri);
        return await Access.SendAsync(message, cancellationToken).ConfigureAwait(false);
    }

    public virtual async Task<Response<bool>> DeleteIfExistsAsync(CancellationToken cancellationToken = default)
    {
        using var message = Access.CreateMessage(RequestMethod.Delete, Uri);
        var response = await Access.SendAnyAsync(message, cancellationToken).ConfigureAwait(false);
        return response.Status is 204 or 404
            ? Response.FromValue(response.Status == 204, response)
            : throw new RequestFailedException(response);
    }

    public virtual async Task<Response<QueueProperties>> GetPropertiesAsync(CancellationToken cancellationToken = default)
    {
        using var message = MetadataMessage(RequestMethod.Get);
        var response = await Access.SendAsync(message, cancellationToken).ConfigureAwait(false);
        var properties = new QueueProperties(response.Headers.Number("x-ms-approximate-messages-count"), response.Headers.Metadata());
        return Response.FromValue(properties, response);
    }

    public virtual async Task<Response> SetMetadataAsync(
        IDictionary<string, string> metadata, CancellationToken cancellationToken = default)
    {
        using var message = MetadataMessage(RequestMethod.Put);
        message.Request.Headers.SetMetadata(metadata);
        return await Access.SendAsync(message, cancellationToken).ConfigureAwait(false);
    }

    private static InvalidOperationException NotConnected() => new("This client was made without an address, for a test.");

    private HttpMessage MetadataMessage(RequestMethod method)
    {
        var message = Access.CreateMessage(method, Uri);
        message.Request.Uri.AppendQuery("comp", "metadata");
        return message;
    }
}

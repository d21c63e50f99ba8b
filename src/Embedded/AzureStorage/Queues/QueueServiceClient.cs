using Azure.Core;
using Azure.Storage.Common;

namespace Azure.Storage.Queues;

/// <summary>An account's queue service.</summary>
public class QueueServiceClient
{
    private readonly QueueAccess? _access;
    private readonly Uri? _uri;

    protected QueueServiceClient()
    {
    }

    public QueueServiceClient(string connectionString)
        : this(connectionString, options: null)
    {
    }

    public QueueServiceClient(string connectionString, QueueClientOptions? options) =>
        (_access, _uri) = QueueAccess.FromConnectionString(connectionString, options);

    public QueueServiceClient(Uri serviceUri, QueueClientOptions? options = null)
        : this(serviceUri, QueueAccess.SharedKey(null, options))
    {
    }

    public QueueServiceClient(Uri serviceUri, StorageSharedKeyCredential credential, QueueClientOptions? options = null)
        : this(serviceUri, QueueAccess.SharedKey(credential, options))
    {
    }

    public QueueServiceClient(Uri serviceUri, AzureSasCredential credential, QueueClientOptions? options = null)
        : this(serviceUri, QueueAccess.Sas(credential, options))
    {
    }

    public QueueServiceClient(Uri serviceUri, TokenCredential credential, QueueClientOptions? options = null)
        : this(serviceUri, QueueAccess.Token(credential, options))
    {
    }

    private QueueServiceClient(Uri uri, QueueAccess access) => (_uri, _access) = (uri, access);

    public virtual Uri Uri => _uri ?? throw NotConnected();

    public virtual string AccountName => Access.Storage.SharedKey?.AccountName ?? StorageUri.AccountOf(Uri);

    private QueueAccess Access => _access ?? throw NotConnected();

    public virtual QueueClient GetQueueClient(string queueName) => new(StorageUri.Append(Uri, queueName), queueName, Access);

    public virtual async Task<Response<QueueClient>> CreateQueueAsync(
        string queueName, IDictionary<string, string>? metadata = null, CancellationToken cancellationToken = default)
    {
        var queue = GetQueueClient(queueName);
        return Response.FromValue(queue, await queue.CreateAsync(metadata, cancellationToken).ConfigureAwait(false));
    }

    public virtual Task<Response> DeleteQueueAsync(string queueName, CancellationToken cancellationToken = default) =>
        GetQueueClient(queueName).DeleteAsync(cancellationToken);

    private static InvalidOperationException NotConnected() => new("This client was made without an address, for a test.");
}

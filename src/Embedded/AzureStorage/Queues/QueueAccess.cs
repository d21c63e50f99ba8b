using Azure.Core;
using Azure.Storage.Common;

namespace Azure.Storage.Queues;

/// <summary>How the queue clients of one account send requests, and how they encode messages.</summary>
internal sealed record QueueAccess(StorageAccess Storage, QueueMessageXml Messages)
{
    public static (QueueAccess Access, Uri Service) FromConnectionString(string connectionString, QueueClientOptions? options)
    {
        var parsed = StorageConnectionString.Parse(connectionString);
        var service = parsed.Endpoint("queue");
        if (parsed.Sas is { } sas)
        {
            return (SharedKey(null, options), StorageUri.WithQuery(service, sas));
        }

        var key = parsed is { AccountName: { } name, AccountKey: { } secret } ? new StorageSharedKeyCredential(name, secret) : null;
        return (SharedKey(key, options), service);
    }

    public static QueueAccess SharedKey(StorageSharedKeyCredential? credential, QueueClientOptions? options)
    {
        options ??= new QueueClientOptions();
        return new(StoragePipeline.Access(options, options.VersionText, credential), new(options.MessageEncoding));
    }

    public static QueueAccess Sas(AzureSasCredential credential, QueueClientOptions? options)
    {
        options ??= new QueueClientOptions();
        return new(StoragePipeline.Access(options, options.VersionText, credential), new(options.MessageEncoding));
    }

    public static QueueAccess Token(TokenCredential credential, QueueClientOptions? options)
    {
        options ??= new QueueClientOptions();
        return new(StoragePipeline.Access(options, options.VersionText, credential), new(options.MessageEncoding));
    }
}

using System.Collections.Concurrent;
using Azure.Core;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Clients of the storage accounts that triggers name, one of each kind an account.</summary>
internal sealed class StorageConnections(IConfiguration settings, ILogger<StorageConnections> logger)
{
    /// <summary>The connection a trigger uses that names none, and the one the host keeps its own records in.</summary>
    public const string Default = "AzureWebJobsStorage";

    private static readonly TimeSpan NetworkTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan MaxRetryDelay = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, StorageAccount<BlobServiceClient>> _blobs = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, StorageAccount<QueueServiceClient>> _queues = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The blob service of a connection.</summary>
    /// <exception cref="InvalidOperationException">No setting of this name.</exception>
    public StorageAccount<BlobServiceClient> Blobs(string? connection) => _blobs.GetOrAdd(connection ?? Default, name =>
    {
        var options = Bounded(new BlobClientOptions());
        return new(Connect(
            name, "blob", text => new BlobServiceClient(text, options), (uri, credential) => new BlobServiceClient(uri, credential, options)), $"{name} (blobs)", logger);
    });

    /// <summary>The queue service of a connection. Messages are left in the encoding they have.</summary>
    /// <exception cref="InvalidOperationException">No setting of this name.</exception>
    public StorageAccount<QueueServiceClient> Queues(string? connection) => _queues.GetOrAdd(connection ?? Default, name =>
    {
        var options = Bounded(new QueueClientOptions());
        return new(Connect(
            name, "queue", text => new QueueServiceClient(text, options), (uri, credential) => new QueueServiceClient(uri, credential, options)), $"{name} (queues)", logger);
    });

    private TClient Connect<TClient>(
        string name, string service, Func<string, TClient> withString, Func<Uri, TokenCredential, TClient> withToken)
    {
        var prefixed = $"AzureWebJobs{name}";
        if ((settings[prefixed] ?? settings[name] ?? settings[$"ConnectionStrings:{name}"]) is { Length: > 0 } text)
        {
            return withString(text);
        }

        foreach (var section in (string[])[prefixed, name])
        {
            if (settings[$"{section}:{service}ServiceUri"] is { Length: > 0 } address)
            {
                return withToken(new Uri(address), new DefaultAzureCredential());
            }

            if (settings[$"{section}:accountName"] is { Length: > 0 } account)
            {
                return withToken(new Uri($"https://{account}.{service}.core.windows.net"), new DefaultAzureCredential());
            }
        }

        throw new InvalidOperationException(
            $"No storage connection '{name}': set {name} to a connection string, or {name}__{service}ServiceUri to an address.");
    }

    private static TOptions Bounded<TOptions>(TOptions options)
        where TOptions : ClientOptions
    {
        options.Retry.NetworkTimeout = NetworkTimeout;
        options.Retry.Delay = RetryDelay;
        options.Retry.MaxDelay = MaxRetryDelay;
        options.Retry.MaxRetries = 2;
        return options;
    }
}

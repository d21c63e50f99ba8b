using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;

namespace Magpie.Functions.Storage;

/// <summary>
/// Makes the clients of the storage account that the host uses too: <c>AzureWebJobsStorage</c> as a connection string, or as a section with
/// <c>accountName</c>, or with <c>blobServiceUri</c>, <c>queueServiceUri</c> and <c>tableServiceUri</c>, for a managed identity.
/// </summary>
public sealed class StorageConnection
{
    public const string Setting = "AzureWebJobsStorage";

    /// <summary>Tries after the first; with the delays below, a refused connection is an error after less than two seconds.</summary>
    private const int Retries = 3;

    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(2);

    /// <summary>Of one try. What takes longer is tried again, so a slow answer is not waited for as long as the SDK would: 100 s.</summary>
    private static readonly TimeSpan NetworkTimeout = TimeSpan.FromSeconds(20);

    private readonly string? _connectionString;
    private readonly IConfigurationSection _section;
    private readonly Lazy<TokenCredential> _identity;

    private StorageConnection(string? connectionString, IConfigurationSection section)
    {
        (_connectionString, _section) = (connectionString, section);

        // Made only where it is needed: it looks for an identity in many places.
        _identity = new(() => new DefaultAzureCredential(new DefaultAzureCredentialOptions
        {
            ManagedIdentityClientId = section["clientId"],
            ExcludeInteractiveBrowserCredential = true,
        }));
    }

    /// <summary>Reads the setting.</summary>
    /// <exception cref="InvalidOperationException">The setting is missing or incomplete; says how.</exception>
    public static StorageConnection Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var section = configuration.GetSection(Setting);
        var connection = new StorageConnection(string.IsNullOrWhiteSpace(section.Value) ? null : section.Value, section);
        if (connection._connectionString is null)
        {
            _ = (connection.Address("blob"), connection.Address("queue"), connection.Address("table"));
        }

        return connection;
    }

    public BlobServiceClient Blobs()
    {
        var options = Patient(new BlobClientOptions());
        return _connectionString is { } text ? new(text, options) : new(Address("blob"), _identity.Value, options);
    }

    public QueueServiceClient Queues()
    {
        // What the host's queue triggers expect.
        var options = Patient(new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });
        return _connectionString is { } text ? new(text, options) : new(Address("queue"), _identity.Value, options);
    }

    public TableServiceClient Tables()
    {
        var options = Patient(new TableClientOptions());
        return _connectionString is { } text ? new(text, options) : new(Address("table"), _identity.Value, options);
    }

    private static T Patient<T>(T options)
        where T : ClientOptions
    {
        options.Retry.Mode = RetryMode.Exponential;
        options.Retry.MaxRetries = Retries;
        options.Retry.Delay = Delay;
        options.Retry.MaxDelay = LongestDelay;
        options.Retry.NetworkTimeout = NetworkTimeout;
        return options;
    }

    private Uri Address(string service)
    {
        var name = $"{service}ServiceUri";
        var text = _section[name] ?? (_section["accountName"] is { Length: > 0 } account ? $"https://{account}.{service}.core.windows.net" : null);
        return text is null
            ? throw new InvalidOperationException(
                $"{Setting} is not set. Give it a connection string, or set {Setting}__accountName, or {Setting}__{name} and its like.")
            : Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
                ? address
                : throw new InvalidOperationException($"{Setting}__{name} must be an http or https address.");
    }
}

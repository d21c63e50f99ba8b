using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Queues;
using Magpie.Tests.Support;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Magpie.AzureFunctions.Tests;

/// <summary>One Azurite for the tests of triggers; every test has names of its own in it.</summary>
[CollectionDefinition(Name)]
public sealed class StorageCollection : ICollectionFixture<Azurite>
{
    public const string Name = "storage";
}

/// <summary>What tests of triggers share: a journal, a fast clock of claims, and containers and queues of their own.</summary>
[Collection(StorageCollection.Name)]
public abstract class StorageTests(Azurite azurite)
{
    private static int _number;

    /// <summary>Unique among the tests, valid as a container, a queue and a host id.</summary>
    private protected string Unique { get; } = $"test{Interlocked.Increment(ref _number)}";

    private protected Azurite Azurite { get; } = azurite;

    private protected Journal Journal { get; } = new();

    private protected BlobContainerClient Container => Service.GetBlobContainerClient(Unique);

    private protected BlobServiceClient Service => new(Azurite.ConnectionString);

    private protected QueueClient Queue(string suffix = "") =>
        new(Azurite.ConnectionString, Unique + suffix, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });

    private protected Task<RunningApp> StartAsync(
        Type functions, Dictionary<string, string?>? settings = null, Action<FunctionsApplicationBuilder>? configure = null) =>
        RunningApp.StartAsync([functions], Settings(settings), builder =>
        {
            builder.ConfigureFunctionsWebApplication();
            builder.Services.AddSingleton(Journal);
            builder.Services.AddSingleton(new TriggerTimings
            {
                Lease = TimeSpan.FromSeconds(2),
                Renewal = TimeSpan.FromMilliseconds(300),
                FirstRetry = TimeSpan.FromMilliseconds(50),
                LongestOutagePause = TimeSpan.FromMilliseconds(500),
            });
            configure?.Invoke(builder);
        });

    private protected async Task<BlobClient> PutAsync(string name, string content = "content", Dictionary<string, string>? metadata = null)
    {
        await Container.CreateIfNotExistsAsync();
        var blob = Container.GetBlobClient(name);
        await blob.UploadAsync(BinaryData.FromString(content), new BlobUploadOptions { Metadata = metadata });
        return blob;
    }

    /// <summary>The states of the receipts of this test's host, such as "Done".</summary>
    private protected async Task<string[]> ReceiptsAsync()
    {
        var records = Service.GetBlobContainerClient("azure-webjobs-hosts");
        if (!await records.ExistsAsync())
        {
            return [];
        }

        var states = new List<string>();
        await foreach (var receipt in records.GetBlobsAsync(new GetBlobsOptions { Prefix = $"blobreceipts/{Unique}/", Traits = BlobTraits.Metadata }))
        {
            states.Add(receipt.Metadata["state"]);
        }

        return [.. states.Order(StringComparer.Ordinal)];
    }

    /// <summary>The tries that the only receipt of this test's host has counted.</summary>
    private protected async Task<string> TriesAsync()
    {
        var records = Service.GetBlobContainerClient("azure-webjobs-hosts");
        await foreach (var receipt in records.GetBlobsAsync(new GetBlobsOptions { Prefix = $"blobreceipts/{Unique}/", Traits = BlobTraits.Metadata }))
        {
            return receipt.Metadata["tries"];
        }

        return "none";
    }

    private Dictionary<string, string?> Settings(Dictionary<string, string?>? more)
    {
        var settings = new Dictionary<string, string?>
        {
            ["AzureWebJobsStorage"] = Azurite.ConnectionString,
            ["AzureFunctionsWebHost:hostid"] = Unique,
            ["Place"] = Unique,
            ["AzureFunctionsJobHost:extensions:queues:maxPollingInterval"] = "00:00:00.200",
        };
        foreach (var (name, value) in more ?? [])
        {
            settings[name] = value;
        }

        return settings;
    }
}

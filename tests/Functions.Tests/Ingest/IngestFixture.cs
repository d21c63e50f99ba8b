using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Magpie.Functions.Accounts;
using Magpie.Functions.Duplicates;
using Magpie.Functions.Ingest;
using Magpie.Functions.Notifications;
using Magpie.Tests.Support;

namespace Magpie.Functions.Tests.Ingest;

/// <summary>Azurite and a Cloudinary for all tests of ingest; each test has an account of its own.</summary>
public sealed class IngestFixture : IAsyncLifetime, IAsyncDisposable
{
    internal const string Assets = "assets";
    internal const string Tags = "tags";
    internal const string Media = "media";

    private readonly Azurite _azurite = new();

    public CloudinaryServer Cloudinary { get; } = new();

    public async Task InitializeAsync()
    {
        await Task.WhenAll(_azurite.InitializeAsync(), Cloudinary.InitializeAsync());
        await Blobs().GetBlobContainerClient(BlobIncoming.Container).CreateIfNotExistsAsync();
        await Blobs().GetBlobContainerClient(Media).CreateIfNotExistsAsync();
        await Tables().GetTableClient(Assets).CreateIfNotExistsAsync();
        await Tables().GetTableClient(Tags).CreateIfNotExistsAsync();
        await Tables().GetTableClient(TableCredentialStore.Table).CreateIfNotExistsAsync();
        await Tables().GetTableClient(TableFingerprints.Table).CreateIfNotExistsAsync();
        await Tables().GetTableClient(TableWebhookStore.Table).CreateIfNotExistsAsync();
        await Tables().GetTableClient(TableParkedDeliveries.Table).CreateIfNotExistsAsync();
    }

    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await Cloudinary.DisposeAsync();
        await _azurite.DisposeAsync();
    }

    internal BlobServiceClient Blobs(HttpPipelinePolicy? policy = null) =>
        new(_azurite.ConnectionString, With(new BlobClientOptions(), policy));

    internal TableServiceClient Tables(HttpPipelinePolicy? policy = null) =>
        new(_azurite.ConnectionString, With(new TableClientOptions(), policy));

    internal QueueServiceClient Queues(HttpPipelinePolicy? policy = null) =>
        new(_azurite.ConnectionString, With(new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 }, policy));

    private static T With<T>(T options, HttpPipelinePolicy? policy)
        where T : ClientOptions
    {
        if (policy is not null)
        {
            // An answer that is lost makes the client ask again; a process that ends does not.
            options.AddPolicy(policy, policy is LostAnswer ? HttpPipelinePosition.PerRetry : HttpPipelinePosition.PerCall);
            options.Retry.Delay = TimeSpan.FromMilliseconds(10);
        }

        return options;
    }
}

/// <summary>Shares Azurite and Cloudinary between the classes that ingest; they run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class IngestTests : ICollectionFixture<IngestFixture>
{
    public const string Name = "Ingest";
}

/// <summary>Likewise for the classes that look into videos, beside those of <see cref="IngestTests"/>.</summary>
[CollectionDefinition(Name)]
public sealed class VideoCollection : ICollectionFixture<IngestFixture>
{
    public const string Name = "Video";
}

using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Magpie.Categories;
using Magpie.Fetching;
using Magpie.Functions.Http;
using Magpie.Functions.Imagga.Endpoints;
using Magpie.Functions.Imagga.Indexes;
using Magpie.Functions.Imagga.Jobs;
using Magpie.Functions.Imagga.Similarity;
using Magpie.Functions.Multipart;
using Magpie.Functions.Storage;
using Magpie.Ingest;
using Magpie.Segmentation;
using Magpie.Text;
using Magpie.Uploads;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Magpie.Functions.Imagga;

/// <summary>Registers Imagga's API.</summary>
public static class ImaggaServices
{
    /// <summary>Needs accounts, tagging, fetching, predictions and multipart uploads among the services.</summary>
    public static IServiceCollection AddImagga(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var options = new ImaggaOptions();
        configuration.GetSection(ImaggaOptions.Section).Bind(options);
        foreach (var (account, limits) in options.Accounts)
        {
            limits.Validated($"{ImaggaOptions.Section}:{nameof(ImaggaOptions.Accounts)}:{account}", new AccountLimitsValidator());
        }

        services.AddSingleton(Options.Create(options.Validated(ImaggaOptions.Section, new ImaggaOptionsValidator())));
        services.AddSingleton<IApiDialect, ImaggaDialect>();
        services.AddSingleton<CategorizerCatalog>();
        services.AddSingleton<CategorizerModels>();
        services.AddSingleton<Looking>();
        services.AddSingleton<IImaggaEndpoints, TagEndpoints>();
        services.AddSingleton<IImaggaEndpoints, CategoryEndpoints>();
        services.AddSingleton<IImaggaEndpoints, ColorEndpoints>();
        services.AddSingleton<IImaggaEndpoints, CroppingEndpoints>();
        services.AddSingleton<Segmenter>();
        services.AddSingleton<IImaggaEndpoints, BackgroundEndpoints>();
        services.AddSingleton<IImaggaEndpoints, BarcodeEndpoints>();
        services.AddSingleton<FaceReader>();
        services.AddSingleton<IImaggaEndpoints, FaceEndpoints>();
        services.AddSingleton<IImaggaEndpoints, GroupingEndpoints>();
        services.AddSingleton<IImaggaEndpoints, RecognitionEndpoints>();
        services.AddSingleton<TextFinder>();
        services.AddSingleton<IImaggaEndpoints, TextEndpoints>();
        services.AddSingleton<IImaggaEndpoints, UploadEndpoints>();
        services.AddSingleton<IImaggaEndpoints, UsageEndpoints>();
        services.AddSingleton(provider => new UploadStore(
            provider.GetRequiredService<BlobServiceClient>().GetBlobContainerClient(UploadStore.Container), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new FaceStore(
            provider.GetRequiredService<TableServiceClient>().GetTableClient(FaceStore.Table), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new UsageStore(
            provider.GetRequiredService<TableServiceClient>().GetTableClient(UsageStore.Table),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<Random>()));
        services.AddSingleton<UsageLimits>();
        services.AddSingleton(provider => new ImaggaDispatcher(
            provider.GetServices<IImaggaEndpoints>(),
            new ImaggaRequestReader(provider.GetRequiredService<UploadOptions>(), TemporaryFolder.Read(configuration)),
            provider.GetRequiredService<IImageFetcher>(),
            provider.GetRequiredService<UploadStore>(),
            provider.GetRequiredService<FaceStore>(),
            provider.GetRequiredService<UploadGate>(),
            provider.GetRequiredService<UsageLimits>(),
            provider.GetRequiredService<UsageStore>(),
            provider.GetRequiredService<TicketStore>(),
            provider.GetRequiredService<TimeProvider>(),
            new ByteBudget(provider.GetRequiredService<IOptions<ImaggaOptions>>().Value.MaxBytesInMemory)));
        return services.AddJobs().AddIndexes().AddStorageContainer(UploadStore.Container).AddStorageTable(UsageStore.Table).AddStorageTable(FaceStore.Table);
    }

    private static IServiceCollection AddJobs(this IServiceCollection services)
    {
        services.AddSingleton(provider => new TicketStore(
            provider.GetRequiredService<BlobServiceClient>().GetBlobContainerClient(TicketStore.Container), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new JobQueue(provider.GetRequiredService<QueueServiceClient>().GetQueueClient(JobQueue.Name)));
        services.AddSingleton<CallbackCaller>();
        services.AddSingleton<JobStarter>();
        services.AddSingleton<BatchRunner>();
        services.AddSingleton<IJobWorker>(provider => provider.GetRequiredService<BatchRunner>());
        services.AddSingleton<IJobWorker, GroupingRunner>();
        services.AddSingleton(provider => new JobRunner(
            provider.GetRequiredService<TicketStore>(),
            provider.GetRequiredService<JobQueue>(),
            provider.GetServices<IJobWorker>(),
            provider.GetRequiredService<ILogger<JobRunner>>()));

        // A batch asks endpoints, and an endpoint starts batches.
        services.AddSingleton(provider => new Lazy<BatchRunner>(provider.GetRequiredService<BatchRunner>));
        services.AddSingleton<IImaggaEndpoints, JobEndpoints>();
        return services.AddStorageContainer(TicketStore.Container).AddStorageQueue(JobQueue.Name);
    }

    private static IServiceCollection AddIndexes(this IServiceCollection services)
    {
        services.AddSingleton<IndexCache>();
        services.AddSingleton(provider => new IndexStore(
            provider.GetRequiredService<TableServiceClient>().GetTableClient(IndexStore.Table),
            provider.GetRequiredService<BlobServiceClient>().GetBlobContainerClient(IndexStore.Container),
            provider.GetRequiredService<IndexCache>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IndexTraining>();
        services.AddSingleton<IJobWorker>(provider => provider.GetRequiredService<IndexTraining>());
        services.AddSingleton<PartLooking>();
        services.AddSingleton<FeatureSaving>();
        services.AddSingleton<Comparing>();
        services.AddSingleton<IImaggaEndpoints, SimilarImageEndpoints>();
        services.AddSingleton<IImaggaEndpoints, ImageSimilarityEndpoints>();
        return services.AddStorageTable(IndexStore.Table).AddStorageContainer(IndexStore.Container);
    }
}

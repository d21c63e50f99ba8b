using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Magpie.Functions.Http;
using Magpie.Functions.Storage;
using Magpie.Ingest;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Magpie.Functions.Ingest;

/// <summary>Registers the work on what arrives.</summary>
public static class IngestServices
{
    /// <summary>Needs storage, the catalogue, tagging and delivery among the services.</summary>
    public static IServiceCollection AddIngest(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var options = new IngestOptions();
        configuration.GetSection(IngestOptions.Section).Bind(options);
        services.AddSingleton(Options.Create(options.Validated(IngestOptions.Section, new IngestOptionsValidator())));
        services.AddSingleton<IIncoming>(provider =>
            new BlobIncoming(provider.GetRequiredService<BlobServiceClient>().GetBlobContainerClient(BlobIncoming.Container)));
        services.AddSingleton<ImageExaminer>();
        services.AddSingleton<VideoExaminer>();
        services.AddSingleton<Ingestor>();
        services.AddSingleton(provider => new RetryQueue(provider.GetRequiredService<QueueServiceClient>().GetQueueClient(RetryQueue.Name)));
        services.AddSingleton<OutageRetries>();
        return services.AddStorageQueue(RetryQueue.Name);
    }
}

using Azure.Data.Tables;
using Azure.Storage.Queues;
using Magpie.Functions.Storage;
using Magpie.Retagging;
using Microsoft.Extensions.DependencyInjection;

namespace Magpie.Functions.Retagging;

/// <summary>Registers what tags assets again.</summary>
public static class RetaggingServices
{
    /// <summary>Needs storage, tagging, video, delivery and the catalogue among the services.</summary>
    public static IServiceCollection AddRetagging(this IServiceCollection services)
    {
        services.AddSingleton<IPreviews, MediaPreviews>();
        services.AddSingleton<IOriginals, MediaOriginals>();
        services.AddSingleton<VideoTagger>();
        services.AddSingleton<IRetagJobs>(provider => new TableRetagJobs(
            provider.GetRequiredService<TableServiceClient>().GetTableClient(TableRetagJobs.Table),
            provider.GetRequiredService<QueueServiceClient>().GetQueueClient(TableRetagJobs.Queue)));
        services.AddSingleton<Retagger>();
        services.AddSingleton<RetagRunner>();
        return services.AddStorageTable(TableRetagJobs.Table).AddStorageQueue(TableRetagJobs.Queue);
    }
}

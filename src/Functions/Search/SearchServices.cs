using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Magpie.Functions.Assets;
using Magpie.Functions.Http;
using Magpie.Functions.Storage;
using Magpie.Search;
using Magpie.Tagging;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Magpie.Functions.Search;

/// <summary>Registers search.</summary>
public static class SearchServices
{
    /// <summary>Needs storage, tagging and the catalogue among the services.</summary>
    public static IServiceCollection AddSearch(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var options = new SearchOptions();
        configuration.GetSection(SearchOptions.Section).Bind(options);
        services.AddSingleton(Options.Create(options.Validated(SearchOptions.Section, new SearchOptionsValidator())));
        services.AddSingleton<ISearchFeed>(provider =>
            new TableSearchFeed(
                provider.GetRequiredService<TableServiceClient>().GetTableClient(AssetServices.AssetsTable),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<OwnChanges>()));
        services.AddSingleton<ISnapshotStore>(provider =>
            new BlobSnapshotStore(provider.GetRequiredService<BlobServiceClient>().GetBlobContainerClient(BlobSnapshotStore.Container)));
        services.AddSingleton<ISnapshotRequests>(provider =>
            new QueueSnapshotRequests(provider.GetRequiredService<QueueServiceClient>().GetQueueClient(QueueSnapshotRequests.Queue)));
        services.AddSingleton<ISearchReaders>(provider => new TableSearchReaders(
            provider.GetRequiredService<TableServiceClient>().GetTableClient(TableSearchReaders.Table),
            TableSearchReaders.DefaultLease,
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<SearchFreshness>();
        services.AddSingleton<IndexLoader>();
        services.AddSingleton<AccountIndexes>();
        services.AddSingleton<SnapshotBuilder>();
        services.AddSingleton(provider => new Searcher(
            provider.GetRequiredService<AccountIndexes>(),
            provider.GetRequiredService<ISearchFeed>(),
            provider.GetRequiredService<Magpie.Assets.ICatalogue>(),
            provider.GetRequiredService<Vocabulary>().Meanings));
        return services.AddStorageContainer(BlobSnapshotStore.Container).AddStorageTable(TableSearchReaders.Table).AddStorageQueue(QueueSnapshotRequests.Queue);
    }
}

using Azure.Data.Tables;
using Azure.Storage.Queues;
using Magpie.Assets;
using Magpie.Functions.Storage;
using Magpie.Operations;
using Magpie.Search;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Magpie.Functions.Assets;

/// <summary>Registers the catalogue and what changes it.</summary>
public static class AssetServices
{
    /// <summary>Table of assets and counts.</summary>
    public const string AssetsTable = "assets";
    public const string TagsTable = "tags";

    /// <summary>Needs storage, delivery, ingest and search among the services.</summary>
    public static IServiceCollection AddAssets(this IServiceCollection services)
    {
        services.AddSingleton<AssetChanges>();
        services.AddSingleton<OwnChanges>();
        services.AddSingleton<ICatalogue>(provider =>
        {
            var tables = provider.GetRequiredService<TableServiceClient>();
            var stored = new TableCatalogue(
                tables.GetTableClient(AssetsTable),
                tables.GetTableClient(TagsTable),
                provider.GetRequiredService<AssetChanges>(),
                provider.GetRequiredService<Random>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<TableCatalogue>>(),
                provider.GetRequiredService<OwnChanges>());
            return new CountedCatalogue(new SearchedCatalogue(stored, provider.GetRequiredService<AccountIndexes>()));
        });
        services.AddSingleton<IAssetFollowUps>(provider =>
            new QueueFollowUps(provider.GetRequiredService<QueueServiceClient>().GetQueueClient(QueueFollowUps.Queue)));
        services.AddSingleton(provider =>
            new FollowUpRounds(provider.GetRequiredService<QueueServiceClient>().GetQueueClient(QueueFollowUps.Queue)));
        services.AddSingleton<AssetWait>();
        services.AddSingleton<AssetFollowUp>();
        services.AddSingleton<ReadyAssetChange>();
        services.AddSingleton<AssetEditor>();
        services.AddSingleton<AssetRemoval>();
        return services.AddStorageTable(AssetsTable).AddStorageTable(TagsTable).AddStorageQueue(QueueFollowUps.Queue);
    }
}

using Azure.Data.Tables;
using Magpie.Functions.Assets;
using Magpie.Functions.Http;
using Magpie.Functions.Storage;
using Magpie.Uploads;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Magpie.Functions.Uploads;

/// <summary>Registers the reservation of uploads.</summary>
public static class UploadServices
{
    /// <summary>Needs storage, the catalogue and a <see cref="TimeProvider"/> among the services.</summary>
    public static IServiceCollection AddUploads(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var options = new UploadOptions();
        configuration.GetSection(UploadOptions.Section).Bind(options);
        services.AddSingleton(options.Validated(UploadOptions.Section, new UploadOptionsValidator()));
        services.AddSingleton<UploadRules>();
        services.AddSingleton<UploadService>();
        services.AddSingleton<DelegationKeys>();
        services.AddSingleton<IUploadUrls, BlobUploadUrls>();
        services.AddSingleton(provider =>
            new TableIdempotencyStore(provider.GetRequiredService<TableServiceClient>().GetTableClient(TableIdempotencyStore.Table)));
        services.AddSingleton<IIdempotencyStore>(provider => provider.GetRequiredService<TableIdempotencyStore>());
        services.AddSingleton<IOverdueAssets>(provider =>
            new TableOverdueAssets(provider.GetRequiredService<TableServiceClient>().GetTableClient(AssetServices.AssetsTable)));
        services.AddSingleton<ReservationExpiry>();
        services.AddStorageTable(TableIdempotencyStore.Table);
        return services.AddStorageContainer(IncomingBlobs.Container);
    }
}

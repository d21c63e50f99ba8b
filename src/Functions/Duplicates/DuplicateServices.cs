using Azure.Data.Tables;
using Magpie.Duplicates;
using Magpie.Functions.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Magpie.Functions.Duplicates;

/// <summary>Registers what finds duplicates.</summary>
public static class DuplicateServices
{
    /// <summary>Needs storage and the catalogue among the services.</summary>
    public static IServiceCollection AddDuplicates(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddOptions<DuplicateOptions>()
            .Bind(configuration.GetSection(DuplicateOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<IFingerprints>(provider =>
            new TableFingerprints(provider.GetRequiredService<TableServiceClient>().GetTableClient(TableFingerprints.Table)));
        services.AddSingleton<DuplicateCheck>();
        return services.AddStorageTable(TableFingerprints.Table);
    }
}

using Azure.Data.Tables;
using Magpie.Duplicates;
using Magpie.Functions.Http;
using Magpie.Functions.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Magpie.Functions.Duplicates;

/// <summary>Registers what finds duplicates.</summary>
public static class DuplicateServices
{
    /// <summary>Needs storage and the catalogue among the services.</summary>
    public static IServiceCollection AddDuplicates(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var options = new DuplicateOptions();
        configuration.GetSection(DuplicateOptions.Section).Bind(options);
        services.AddSingleton(Options.Create(options.Validated(DuplicateOptions.Section, new DuplicateOptionsValidator())));
        services.AddSingleton<IFingerprints>(provider =>
            new TableFingerprints(provider.GetRequiredService<TableServiceClient>().GetTableClient(TableFingerprints.Table)));
        services.AddSingleton<DuplicateCheck>();
        return services.AddStorageTable(TableFingerprints.Table);
    }
}

using Magpie.Fetching;
using Magpie.Functions.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Magpie.Functions.Fetching;

/// <summary>Registers what calls addresses that somebody else chose.</summary>
public static class FetchServices
{
    /// <summary>Needs the limits of uploads among the services.</summary>
    /// <exception cref="InvalidOperationException"><c>MAGPIE_FETCH_ALLOW</c> is malformed; says how.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A limit is out of range; names it.</exception>
    public static IServiceCollection AddFetching(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var options = new FetchOptions();
        configuration.GetSection(FetchOptions.Section).Bind(options);
        services.AddSingleton(options.Validated(FetchOptions.Section, new FetchOptionsValidator()));
        services.AddSingleton(FetchAllowance.Parse(configuration[FetchAllowance.Setting]));
        services.TryAddSingleton<IHostResolver, SystemResolver>();
        return services.AddSingleton<GuardedHttp>().AddSingleton<IImageFetcher, ImageFetcher>();
    }
}

using Magpie.Fetching;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Magpie.Functions.Fetching;

/// <summary>Registers what calls addresses that somebody else chose.</summary>
public static class FetchServices
{
    /// <summary>Needs nothing but the setting.</summary>
    /// <exception cref="InvalidOperationException"><c>MAGPIE_FETCH_ALLOW</c> is malformed; says how.</exception>
    public static IServiceCollection AddFetching(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddSingleton(FetchAllowance.Parse(configuration[FetchAllowance.Setting]));
        services.TryAddSingleton<IHostResolver, SystemResolver>();
        return services.AddSingleton<GuardedHttp>();
    }
}

using Magpie.Functions.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Magpie.Functions.Health;

/// <summary>Registers what says how the service is.</summary>
public static class HealthServices
{
    public static IServiceCollection AddHealth(this IServiceCollection services) =>
        services.AddSingleton<StorageProbe>().AddSingleton<Backlog>().AddSingleton<Readiness>();
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>What MVC's results need to write themselves, built on first use; the app's options for MVC apply.</summary>
internal sealed class MvcServices(IServiceCollection app, ILoggerFactory loggers) : IServiceProvider, IDisposable
{
    private readonly Lock _gate = new();
    private ServiceProvider? _services;

    public object? GetService(Type serviceType)
    {
        lock (_gate)
        {
            _services ??= Build();
        }

        return _services.GetService(serviceType);
    }

    public void Dispose() => _services?.Dispose();

    private ServiceProvider Build()
    {
        var services = new ServiceCollection();
        services.AddSingleton(loggers);
        services.AddLogging();
        services.AddMvcCore();
        foreach (var configured in app.Where(IsMvcOption))
        {
            ((ICollection<ServiceDescriptor>)services).Add(configured);
        }

        return services.BuildServiceProvider();
    }

    private static bool IsMvcOption(ServiceDescriptor service) =>
        service is { IsKeyedService: false, ImplementationInstance: not null, ServiceType: { IsGenericType: true } type }
        && (type.GetGenericTypeDefinition() == typeof(IConfigureOptions<>) || type.GetGenericTypeDefinition() == typeof(IPostConfigureOptions<>))
        && type.GetGenericArguments()[0].Namespace?.StartsWith("Microsoft.AspNetCore.Mvc", StringComparison.Ordinal) == true;
}

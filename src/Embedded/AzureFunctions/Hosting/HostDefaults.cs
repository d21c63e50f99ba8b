using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>What the host itself consists of: Kestrel without TLS, routing, a console, and no more, so that a start is quick.</summary>
internal static class HostDefaults
{
    /// <summary>How long a shutdown may take in all: the invocations' 25 s, and some to write down what became of them.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(30);

    public static void Add(WebApplicationBuilder web, HostFile hostFile)
    {
        web.WebHost.UseKestrelCore();
        if (web.Configuration["Logging:Console:FormatterName"] is null)
        {
            web.Logging.AddSimpleConsole(static console => console.SingleLine = true);
        }
        else
        {
            web.Logging.AddConsole();
        }

        foreach (var (category, level) in hostFile.LogLevels)
        {
            if (Enum.TryParse<LogLevel>(level, ignoreCase: true, out var least))
            {
                web.Logging.AddFilter(category is "default" ? null : category, least);
            }
        }

        web.Logging.AddConfiguration(web.Configuration.GetSection("Logging"));
        var services = web.Services;
        services.Configure<KestrelServerOptions>(static kestrel => kestrel.AddServerHeader = false);
        services.Configure<HostOptions>(static host => host.ShutdownTimeout = ShutdownTimeout);
        services.AddRoutingCore();
        services.AddSingleton<InvocationLifetime>();
        services.AddSingleton<FunctionInvoker>();
        services.AddSingleton(provider => new MvcServices(services, provider.GetRequiredService<ILoggerFactory>()));
    }

    /// <summary>Adds what runs the triggers that are not HTTP, if there are any.</summary>
    public static void AddTriggers(IServiceCollection services, FunctionCatalog catalog)
    {
        services.TryAddSingleton(TimeProvider.System);
        if (catalog.Functions.All(static function => function.Trigger is HttpTriggerAttribute))
        {
            return;
        }

        services.TryAddSingleton<TriggerTimings>();
        services.AddSingleton<HostInstance>();
        services.AddSingleton<StorageConnections>();
        services.AddSingleton<ITriggerKind, BlobTriggers>();
        services.AddSingleton<ITriggerKind, QueueTriggers>();
        services.AddSingleton<ITriggerKind, TimerTriggers>();
        services.AddHostedService<TriggerHost>();
    }
}

using System.Runtime.CompilerServices;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Magpie.Functions.Operations;

/// <summary>Registers the export of traces and metrics, where a setting says whereto; without it nothing of OpenTelemetry is even loaded.</summary>
public static class OperationServices
{
    /// <summary>The standard's name; the other <c>OTEL_</c> settings are read by the exporter itself.</summary>
    public const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private const string Disabled = "OTEL_SDK_DISABLED";

    /// <summary>First of all services: what is registered first is stopped last, and has the spans of the others' ends.</summary>
    /// <exception cref="InvalidOperationException">The endpoint is no address; says which setting.</exception>
    public static IServiceCollection AddOperations(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        if (string.IsNullOrWhiteSpace(configuration[Endpoint]) || string.Equals(configuration[Disabled], "true", StringComparison.OrdinalIgnoreCase))
        {
            return services;
        }

        return Uri.TryCreate(configuration[Endpoint], UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? AddExport(services, configuration)
            : throw new InvalidOperationException($"{Endpoint} must be an http or https address, such as http://localhost:4317.");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static IServiceCollection AddExport(IServiceCollection services, IConfiguration configuration)
    {
        // The SDK's spans of storage calls (BlobBaseClient.DownloadStreaming, TableClient.GetEntity) exist only with this.
        AppContext.SetSwitch("Azure.Experimental.EnableActivitySource", true);
        services.AddHostedService(_ => new TelemetryExport(configuration));
        services.AddHostedService<QueueDepths>();
        return services;
    }
}

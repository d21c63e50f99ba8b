using Magpie.Operations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Magpie.Functions.Operations;

/// <summary>Sends traces and metrics by OTLP from start to stop.</summary>
internal sealed class TelemetryExport(IConfiguration configuration) : IHostedService, IDisposable
{
    /// <summary>
    /// Requests with their <c>traceparent</c>, invocations, and calls of storage by the SDK's methods. Not <c>Azure.Core.Http</c> nor
    /// <c>System.Net.Http</c>: their addresses hold keys of tables and signatures.
    /// </summary>
    private static readonly string[] Sources =
        [Telemetry.Name, "Microsoft.AspNetCore", "Microsoft.Azure.Functions.Worker", "Azure.Storage.*", "Azure.Data.Tables.*"];

    /// <summary>For what is left at the stop, of traces and of metrics each. Milliseconds.</summary>
    private const int FlushLimit = 2_000;

    private readonly Redaction _redaction = new();
    private TracerProvider? _traces;
    private MeterProvider? _metrics;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _redaction.Begin();
        _traces = Sdk.CreateTracerProviderBuilder()
            .ConfigureServices(services => services.AddSingleton(configuration))
            .ConfigureResource(Describe)
            .AddSource(Sources)
            .AddOtlpExporter()
            .Build();
        _metrics = Sdk.CreateMeterProviderBuilder()
            .ConfigureServices(services => services.AddSingleton(configuration))
            .ConfigureResource(Describe)
            .AddMeter(Telemetry.Name)
            .AddOtlpExporter()
            .Build();
        return Task.CompletedTask;
    }

    /// <summary>Sends what is left; a receiver that does not answer holds nothing up for longer than the limit.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(
        InThread(() => _traces?.Shutdown(FlushLimit)), InThread(() => _metrics?.Shutdown(FlushLimit)));

    public void Dispose()
    {
        _traces?.Dispose();
        _metrics?.Dispose();
        _redaction.Dispose();
    }

    /// <summary>The exporter waits by blocking.</summary>
    private static Task InThread(Action work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Describe(ResourceBuilder resource)
    {
        if (configuration["OTEL_SERVICE_NAME"] is not { Length: > 0 })
        {
            resource.AddService("magpie", serviceVersion: typeof(TelemetryExport).Assembly.GetName().Version?.ToString());
        }
    }
}

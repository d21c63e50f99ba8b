using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Azure.Storage.Queues;
using Magpie.Functions.Search;
using Magpie.Functions.Tests.Hosting;
using Magpie.Functions.Tests.Ingest;
using Magpie.Tests.Support;

namespace Magpie.Functions.Tests.Operations;

public sealed class ExportTests : IAsyncLifetime, IAsyncDisposable
{
    private const string TraceId = "4bf92f3577b34da6a3ce929d0e0e4736";

    private readonly Azurite _storage = new();

    public Task InitializeAsync() => _storage.StartAsync();

    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    [Fact]
    public async Task Spans_and_metrics_of_a_photo_reach_a_collector_and_hold_nothing_secret()
    {
        await using var collector = await OtlpReceiver.StartAsync();

        // There at the first look at the queues; the next look is half a minute later.
        await new QueueClient(_storage.ConnectionString, QueueSnapshotRequests.Queue).CreateIfNotExistsAsync();
        await using var app = new MagpieApp(_storage.ConnectionString, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
        });
        await app.StartAsync("/healthz");
        app.Client.DefaultRequestHeaders.Add("traceparent", $"00-{TraceId}-00f067aa0ba902b7-01");
        var photo = Photos.Solid(40, 30);
        var place = await app.ReserveAsync("a-name-to-keep.png", "image/png", photo.Length, tags: "a-tag-to-keep");
        using var storage = new HttpClient();
        (await MagpieApp.PutAsync(storage, place, photo)).EnsureSuccessStatusCode();
        (await app.SettledAsync(place.Id)).GetProperty("state").GetString().ShouldBe("ready");

        foreach (var step in (string[])["read", "decode", "tag", "describe", "render", "duplicates", "deliver", "commit"])
        {
            await collector.ReceivedAsync("/v1/traces", $"ingest {step}");
        }

        await collector.ReceivedAsync("/v1/traces", place.Id);
        await collector.ReceivedAsync("/v1/traces", Convert.FromHexString(TraceId), "the trace of the request");
        foreach (var instrument in (string[])["magpie.assets", "magpie.ingest.step.duration", "magpie.model.duration", "magpie.queue.depth"])
        {
            await collector.ReceivedAsync("/v1/metrics", instrument);
        }

        collector.Has("magpie").ShouldBeTrue();
        foreach (var secret in (string[])[MagpieApp.Secret, "sig=", "a-name-to-keep", "a-tag-to-keep", "AccountKey", "SharedKey"])
        {
            collector.Has(secret).ShouldBeFalse(secret);
        }

        Loaded(app).ShouldContain("OpenTelemetry", Case.Sensitive, "or the test beside this one could not fail");
    }

    [Fact]
    public async Task Without_an_endpoint_nothing_of_it_is_even_loaded()
    {
        await using var app = new MagpieApp(_storage.ConnectionString);
        await app.StartAsync("/healthz");
        Loaded(app).ShouldNotContain("OpenTelemetry");
    }

    [Fact]
    public async Task A_collector_that_never_answers_does_not_hold_up_the_stop()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var app = await RunningApp.StartAsync(
            _storage.ConnectionString,
            $"--OTEL_EXPORTER_OTLP_ENDPOINT=http://{silent.LocalEndpoint}",
            "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf");
        (await app.Anonymous.GetAsync("/healthz")).EnsureSuccessStatusCode();
        var began = Stopwatch.GetTimestamp();
        await app.DisposeAsync();
        Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(10));
        silent.Pending().ShouldBeTrue("it was asked");
    }

    [Fact]
    public async Task An_endpoint_that_is_no_address_is_an_error_at_start_that_names_the_setting() =>
        (await Should.ThrowAsync<InvalidOperationException>(() => RunningApp.StartAsync(_storage.ConnectionString, "--OTEL_EXPORTER_OTLP_ENDPOINT=collector")))
            .Message.ShouldContain("OTEL_EXPORTER_OTLP_ENDPOINT");

    /// <summary>The files that the process has mapped, assemblies among them.</summary>
    private static string Loaded(MagpieApp app) => File.ReadAllText($"/proc/{app.ProcessId}/maps");
}

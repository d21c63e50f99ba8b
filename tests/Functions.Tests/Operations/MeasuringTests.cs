using System.Net.Http.Json;
using Azure.Storage.Queues;
using Magpie.Core.Tests.Tagging;
using Magpie.Functions.Search;
using Magpie.Functions.Tests.Ingest;
using Magpie.Functions.Tests.Notifications;
using Magpie.Tests.Support;

namespace Magpie.Functions.Tests.Operations;

/// <summary>What a collector is told in numbers, of a process in which nothing else happens.</summary>
public sealed class MeasuringTests : IDisposable
{
    private readonly TinyPack _packs = new();

    [Fact]
    public async Task Retries_told_webhooks_models_and_queues_are_counted_for_a_collector()
    {
        _packs.Add("a-broken", model: TinyModel.Mean(gain: float.NaN));
        _packs.Add("b-sound");
        await using var storage = new Azurite();
        await storage.StartAsync();
        var parked = new QueueClient(storage.ConnectionString, QueueSnapshotRequests.Queue + "-poison");
        await parked.CreateIfNotExistsAsync();
        await parked.SendMessageAsync("one");
        await parked.SendMessageAsync("two");
        await using var collector = await OtlpReceiver.StartAsync();
        await using var receiver = await Receiver.StartAsync();
        await using var cloudinary = await CloudinaryServer.StartAsync();
        await using var app = new MagpieApp(storage.ConnectionString, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "300",
            ["OTEL_TRACES_SAMPLER"] = "always_off",
            ["CLOUDINARY_URL"] = cloudinary.Url,
            ["MAGPIE_MODELS"] = _packs.Root,
            ["MAGPIE_FETCH_ALLOW"] = receiver.HostAndPort,
            ["Magpie__Delivery__RetryDelay"] = "00:00:00.010",
            ["Magpie__Notifications__FirstPause"] = "00:00:01",
        });
        await app.StartAsync("/healthz");
        using var added = await app.Client.PostAsJsonAsync("/api/webhooks", new { url = new Uri(receiver.Address, "/hook") });
        added.EnsureSuccessStatusCode();
        receiver.Answer = static (context, number) =>
        {
            context.Response.StatusCode = number == 1 ? 500 : 200;
            return Task.CompletedTask;
        };

        // The first try to ingest ends with a refusal, which is not repeated; of the second, the first call fails.
        cloudinary.Faults.Next(CloudinaryFault.Answer(401), action: "upload");
        cloudinary.Faults.Next(CloudinaryFault.Answer(500), action: "upload");
        var place = await app.ReserveAsync("nest.jpg", "image/jpeg", Photos.Sideways.Length);
        using var blobs = new HttpClient();
        (await MagpieApp.PutAsync(blobs, place, Photos.Sideways)).EnsureSuccessStatusCode();
        (await app.SettledAsync(place.Id)).GetProperty("state").GetString().ShouldBe("ready");

        await collector.CountedAsync(1, "magpie.retries", ("what", "ingest"));
        await collector.CountedAsync(1, "magpie.retries", ("what", "cloudinary"));
        await collector.CountedAsync(1, "magpie.retries", ("what", "webhook"));
        await collector.CountedAsync(1, "magpie.webhook.deliveries", ("outcome", "failed"));
        await collector.CountedAsync(1, "magpie.webhook.deliveries", ("outcome", "delivered"));
        await collector.CountedAsync(2, "magpie.model.duration", ("pack", "a-broken@1.0.0"), ("outcome", "failed"));
        await collector.CountedAsync(2, "magpie.model.duration", ("pack", "b-sound@1.0.0"), ("outcome", "answered"));
        await collector.CountedAsync(2, "magpie.queue.depth", ("queue", QueueSnapshotRequests.Queue + "-poison"));
        await collector.CountedAsync(1, "magpie.assets", ("state", "ready"));
    }

    public void Dispose() => _packs.Dispose();
}

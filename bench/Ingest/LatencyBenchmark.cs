using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Magpie.Tests.Support;

namespace Magpie.Bench.Ingest;

/// <summary>
/// From the end of the PUT to <c>ready</c>, one 12-megapixel photo at a time, delivered from blob storage; in turns with the bare work of
/// the same photo.
/// </summary>
internal sealed class LatencyBenchmark(BenchOptions options) : IBenchmark
{
    /// <summary>The host's pause between two scans of a container that is quiet; the issue allows 500 ms.</summary>
    private const double ScanInterval = 400;

    private const int WarmUp = 5;
    private const int DistinctPhotos = 4;

    private int Count => options.Quick ? 15 : 60;

    public string Name => "latency";

    public async IAsyncEnumerable<Measurement> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var azurite = new Azurite();
        await azurite.StartAsync();
        var photos = await Photos.DistinctAsync(DistinctPhotos, cancellationToken);
        using var bare = new BareWork(azurite.ConnectionString);
        await bare.PrepareAsync(cancellationToken);
        await using var app = new MagpieApp(azurite.ConnectionString, LoadSettings.Unlimited);
        await app.StartAsync("/healthz");
        using var storage = new HttpClient();
        var latencies = new List<double>();
        var compute = new List<double>();
        var calls = new List<double>();
        for (var number = -WarmUp; number < Count; number++)
        {
            var photo = photos[(number + WarmUp) % photos.Count];
            var latency = await ReadyAfterAsync(app, storage, photo);
            var (work, storageCalls) = await bare.RunAsync(photo, cancellationToken);
            if (number >= 0)
            {
                latencies.Add(latency);
                compute.Add(work);
                calls.Add(storageCalls);
            }
        }

        var bareWork = compute.Zip(calls, (work, storageCalls) => work + storageCalls).Median();
        var limit = ScanInterval + (2 * bareWork);
        var (p50, p95) = (latencies.Median(), latencies.Percentile(0.95));
        yield return new Measurement(
            "PUT finished → ready, p50",
            $"{p50:0} ms",
            string.Create(
                CultureInfo.InvariantCulture,
                $"scan {ScanInterval:0} + 2 × bare {bareWork:0} (decode, infer, renditions {compute.Median():0}, storage {calls.Median():0}) = {limit:0} ms"),
            p50 / limit,
            1);
        yield return new Measurement("PUT finished → ready, p95", $"{p95:0} ms", $"p50 {p50:0} ms", p95 / p50, 2);
    }

    private static async Task<double> ReadyAfterAsync(MagpieApp app, HttpClient storage, byte[] photo)
    {
        var place = await app.ReserveAsync("photo.jpg", "image/jpeg", photo.Length);
        using var put = await MagpieApp.PutAsync(storage, place, photo);
        put.EnsureSuccessStatusCode();
        var clock = Stopwatch.StartNew();
        var asset = await app.SettledAsync(place.Id);
        var elapsed = clock.Elapsed.TotalMilliseconds;
        return asset.GetProperty("state").GetString() == "ready" ? elapsed : throw new InvalidOperationException($"A photo ended otherwise: {asset}");
    }
}

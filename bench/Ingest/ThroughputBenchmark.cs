using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Magpie.Tests.Support;

namespace Magpie.Bench.Ingest;

/// <summary>
/// Hundreds of 12-megapixel photos, 16 in flight from the reservation to <c>ready</c>: photos a second against what the cores could do if
/// they did nothing but decode, infer and make renditions; and the app's resident memory along the way.
/// </summary>
internal sealed class ThroughputBenchmark(BenchOptions options) : IBenchmark
{
    private const int InFlight = 16;
    private const int DistinctPhotos = 40;
    private const int BareWarmUp = 4;
    private const int BarePhotos = 12;
    private const int WarmUp = 32;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private int Count => options.Quick ? 60 : 500;

    /// <summary>Photos in one of the stretches that memory is compared over.</summary>
    private int Stretch => Count / 5;

    public string Name => "throughput";

    public async IAsyncEnumerable<Measurement> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var azurite = new Azurite();
        await azurite.StartAsync();
        var photos = await Photos.DistinctAsync(DistinctPhotos, cancellationToken);
        var cpu = await BareCpuAsync(azurite, photos, cancellationToken);
        await using var app = new MagpieApp(azurite.ConnectionString, LoadSettings.Unlimited);
        await app.StartAsync("/healthz");
        using var storage = new HttpClient();
        await Parallel.ForAsync(0, WarmUp, new ParallelOptions { MaxDegreeOfParallelism = InFlight, CancellationToken = cancellationToken }, async (number, _) =>
            await OneAsync(app, storage, photos[number % photos.Count]));
        var memory = new List<double>();
        var machine = MachineTime.Read();
        var (appBefore, azuriteBefore, benchBefore) = (app.ProcessorTime, azurite.ProcessorTime, Environment.CpuUsage.TotalTime);
        var clock = Stopwatch.StartNew();
        await Parallel.ForAsync(0, Count, new ParallelOptions { MaxDegreeOfParallelism = InFlight, CancellationToken = cancellationToken }, async (number, _) =>
        {
            await OneAsync(app, storage, photos[number % photos.Count]);
            lock (memory)
            {
                memory.Add(app.Memory / 1048576.0);
            }
        });
        var seconds = clock.Elapsed.TotalSeconds;
        var (others, idle) = MachineTime.Read().Since(machine);
        var (appCpu, azuriteCpu, benchCpu) = (app.ProcessorTime - appBefore, azurite.ProcessorTime - azuriteBefore, Environment.CpuUsage.TotalTime - benchBefore);
        var mine = (appCpu + azuriteCpu + benchCpu).TotalSeconds;
        var cores = Environment.ProcessorCount;
        var rate = Count / seconds;
        var possible = cores / cpu;
        yield return new Measurement(
            $"{Count} photos, {InFlight} in flight", $"{rate:0.00}/s", $"{cores} cores ÷ {cpu * 1000:0} ms = {possible:0.00}/s", rate / possible, 0.6, AtLeast: true);

        var busyElsewhere = Math.Max(0, others - mine) / seconds;
        var free = Math.Max(0.1, cores - busyElsewhere);
        yield return new Measurement(
            "…of the cores that others left",
            $"{rate:0.00}/s",
            $"{free:0.00} cores ÷ {cpu * 1000:0} ms; others used {busyElsewhere:0.00}, idle {idle / seconds:0.00}",
            rate / (free / cpu));
        yield return new Measurement(
            "…CPU a photo",
            $"app {appCpu.TotalMilliseconds / Count:0} ms",
            string.Create(CultureInfo.InvariantCulture, $"Azurite {azuriteCpu.TotalMilliseconds / Count:0} ms, bench {benchCpu.TotalMilliseconds / Count:0} ms"));
        var second = memory.Skip(Stretch).Take(Stretch).Average();
        var last = memory.TakeLast(Stretch).Average();
        yield return new Measurement($"…memory, last {Stretch}", $"{last:0} MiB", $"second {Stretch}: {second:0} MiB", last / second, 1.1);
    }

    private static async Task OneAsync(MagpieApp app, HttpClient storage, byte[] photo)
    {
        var place = await app.ReserveAsync("photo.jpg", "image/jpeg", photo.Length);
        using var put = await MagpieApp.PutAsync(storage, place, photo);
        put.EnsureSuccessStatusCode();
        var asset = await app.SettledAsync(place.Id, Limit);
        if (asset.GetProperty("state").GetString() != "ready")
        {
            throw new InvalidOperationException($"A photo ended otherwise: {asset}");
        }
    }

    /// <summary>Processor seconds of decode, infer and renditions a photo: the median.</summary>
    private static async Task<double> BareCpuAsync(Azurite azurite, IReadOnlyList<byte[]> photos, CancellationToken cancellationToken)
    {
        using var bare = new BareWork(azurite.ConnectionString);
        var times = new List<double>();
        for (var number = 0; number < BarePhotos; number++)
        {
            var clock = CpuClock.Start();
            await bare.ComputeAsync(photos[number % photos.Count], cancellationToken);
            times.Add(clock.CpuMilliseconds / 1000);
        }

        return times.Skip(BareWarmUp).Median();
    }
}

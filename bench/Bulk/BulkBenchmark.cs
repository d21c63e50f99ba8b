using System.Diagnostics;
using System.Runtime.CompilerServices;
using Magpie.Bench.Ingest;
using Magpie.Tests.Support;

namespace Magpie.Bench.Bulk;

/// <summary>
/// Photos of 2 to 5 MB through <c>./magpie upload</c>, until all are <c>ready</c>, against a client of the seed's design: a multipart POST a file, one at
/// a time, and as many at once as <c>upload</c> sends. The seed's rate is taken over a fifth of the photos; a photo costs it the same every time.
/// </summary>
internal sealed class BulkBenchmark(BenchOptions options) : IBenchmark
{
    private const int AtOnce = 8;
    private const int WarmUp = 8;

    private int Count => options.Quick ? 60 : 1_000;

    private int SeedCount => Math.Max(20, Count / 5);

    public string Name => "bulk";

    public async IAsyncEnumerable<Measurement> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var photos = await PhotosAsync(cancellationToken);
        var megabytes = photos.Take(Count).Sum(path => new FileInfo(path).Length) / 1e6;
        var state = Directory.CreateTempSubdirectory("magpie-bench-state-").FullName;
        await using var azurite = new Azurite();
        await azurite.StartAsync();
        await using var seed = new SeedService(azurite.ConnectionString);
        await seed.StartAsync(cancellationToken);
        await PostAsync(seed, photos.TakeLast(WarmUp), AtOnce, cancellationToken);
        var bench = CpuClock.Start();
        var alone = await PostAsync(seed, photos.Take(SeedCount), 1, cancellationToken);
        var seedCpu = bench.CpuMilliseconds / SeedCount;
        var together = await PostAsync(seed, photos.Take(SeedCount), AtOnce, cancellationToken);

        await using var app = new MagpieApp(azurite.ConnectionString, LoadSettings.Unlimited);
        await app.StartAsync("/healthz");
        await UploadProcess.RunAsync(app, state, AtOnce, [.. photos.TakeLast(WarmUp)], cancellationToken);
        var machine = MachineTime.Read();
        var (appBefore, azuriteBefore) = (app.ProcessorTime, azurite.ProcessorTime);
        var (seconds, cli, memory) = await UploadProcess.RunAsync(app, state, AtOnce, [.. photos.Take(Count)], cancellationToken);
        var (busy, idle) = MachineTime.Read().Since(machine);
        var (appCpu, azuriteCpu) = (app.ProcessorTime - appBefore, azurite.ProcessorTime - azuriteBefore);
        var rate = Count / seconds;
        yield return new Measurement(
            $"{Count} photos, {megabytes:0} MB, upload → ready", $"{rate:0.00}/s", $"seed, one at a time {alone:0.00}/s", rate / alone, 5, AtLeast: true);
        yield return new Measurement("…", $"{rate:0.00}/s", $"seed, {AtOnce} at once {together:0.00}/s", rate / together, 5, AtLeast: true);
        yield return new Measurement(
            "…CPU a photo",
            $"app {appCpu.TotalMilliseconds / Count:0} ms, upload {cli.TotalMilliseconds / Count:0} ms, Azurite {azuriteCpu.TotalMilliseconds / Count:0} ms",
            $"seed, without its Azurite {seedCpu:0} ms");

        var mine = (appCpu + azuriteCpu + cli).TotalSeconds;
        yield return new Measurement(
            "…bound by",
            $"{mine / seconds:0.00} of {Environment.ProcessorCount} cores ours",
            $"others {Math.Max(0, busy - mine) / seconds:0.00}, idle {idle / seconds:0.00}; {megabytes / seconds:0} MB/s");
        yield return new Measurement("…memory of upload", $"{memory / 1048576.0:0} MiB", $"{AtOnce} photos in flight");
        Directory.Delete(state, recursive: true);
    }

    /// <summary>Posts a second.</summary>
    private static async Task<double> PostAsync(SeedService seed, IEnumerable<string> photos, int atOnce, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var count = 0;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(photos, parallel, async (path, token) =>
        {
            await seed.PostAsync(path, token);
            Interlocked.Increment(ref count);
        });
        return count / clock.Elapsed.TotalSeconds;
    }

    /// <summary>The measured ones, then those to warm up with; made once.</summary>
    private async Task<string[]> PhotosAsync(CancellationToken cancellationToken)
    {
        var folder = Path.Combine(Path.GetTempPath(), "magpie-bench-photos", "bulk");
        await Node.RunAsync(["bench/npm/photos.mjs", folder, $"{Count + WarmUp}"], cancellationToken);
        return [.. Directory.GetFiles(folder, "photo-*.jpg").Order(StringComparer.Ordinal).Take(Count + WarmUp)];
    }
}

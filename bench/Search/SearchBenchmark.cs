using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Magpie.Bench.Ingest;

namespace Magpie.Bench.Search;

/// <summary>
/// Tag queries over HTTP, first page, in a catalogue of 10,000 and one of 100,000 assets with the same number of hits, in turn; the snapshot of the large one
/// built, loaded and weighed; and searching while photos arrive.
/// </summary>
internal sealed class SearchBenchmark(BenchOptions options) : IBenchmark
{
    private const int UploadsASecond = 16;
    private const int Page = 20;

    /// <summary>Without one the searches themselves would take a core.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private int Small => options.Quick ? 8_000 : 10_000;

    private int Large => options.Quick ? 20_000 : 100_000;

    private int Rounds => options.Quick ? 2 : 5;

    private TimeSpan Uploading => TimeSpan.FromSeconds(options.Quick ? 5 : 30);

    /// <summary>Photos that arrive before the clock runs: until then the compiler takes as much of the processor as the search does.</summary>
    private int WarmUp => options.Quick ? 40 : 240;

    public string Name => "search";

    public async IAsyncEnumerable<Measurement> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var small = await SearchedApp.StartAsync(Small, cancellationToken);
        await using var large = await SearchedApp.StartAsync(Large, cancellationToken);
        yield return new Measurement($"snapshot of {Large:N0} assets, built", $"{large.Built.TotalSeconds:0.0} s", "60 s", large.Built.TotalSeconds / 60, 1);
        var (snapshot, first) = await large.Stack.LoadAsync(cancellationToken);
        var (_, second) = await large.Stack.LoadAsync(cancellationToken);
        var (_, third) = await large.Stack.LoadAsync(cancellationToken);
        double[] loads = [first.TotalMilliseconds, second.TotalMilliseconds, third.TotalMilliseconds];
        yield return new Measurement("… loaded, median of three", $"{loads.Median():0} ms", $"1,000 ms; the first {loads[0]:0} ms", loads.Median() / 1000, 1);
        var bytes = ((double)snapshot.Bytes / snapshot.Assets) - MadeCatalogue.Dimension;
        yield return new Measurement("… an asset, beside its embedding", $"{bytes:0} bytes", "512 bytes", bytes / 512, 1);
        List<double> cold = [], few = [], many = [];
        for (var round = 0; round <= Rounds; round++)
        {
            for (var tag = 0; tag < MadeCatalogue.Tags; tag++)
            {
                var ofSmall = await small.SearchAsync(tag, Page, cancellationToken);
                var ofLarge = await large.SearchAsync(tag, Page, cancellationToken);
                (round == 0 ? cold : many).Add(ofLarge);
                if (round > 0)
                {
                    few.Add(ofSmall);
                }
            }
        }

        yield return new Measurement(
            $"tag query over {Large:N0} assets, p95", $"{many.Percentile(0.95):0.0} ms", "50 ms", many.Percentile(0.95) / 50, 1);
        yield return new Measurement("… when none of its hits was read before", $"{cold.Percentile(0.95):0.0} ms", "50 ms");
        yield return new Measurement(
            "… median, the same number of hits", $"{many.Median():0.0} ms", $"of {Small:N0} assets {few.Median():0.0} ms", many.Median() / few.Median());
        var (newcomer, other, hits) = await large.Stack.ReadsWithoutSnapshotAsync(MadeCatalogue.Tag(3), cancellationToken);
        yield return new Measurement(
            $"table reads that a tag query waits for without the snapshot ({hits} of {Page} hits)", $"{other}, the first on an instance {newcomer}", "3", other / 3.0, 1);

        // Its app and its Azurite would look for work beside what follows.
        await large.DisposeAsync();
        var photos = await Photos.DistinctSmallAsync(WarmUp + (int)(Uploading.TotalSeconds * UploadsASecond), cancellationToken);
        await small.SettleAsync([.. photos.Take(WarmUp)], cancellationToken);
        var quiet = await SearchAsync(small, [], cancellationToken);
        var busy = await SearchAsync(small, [.. photos.Skip(WarmUp)], cancellationToken);
        yield return new Measurement(
            $"tag query over {Small:N0} assets while {busy.Rate:0.0} uploads a second arrive, p95",
            $"{busy.Times.Percentile(0.95):0.0} ms",
            $"quiet {quiet.Times.Percentile(0.95):0.0} ms",
            busy.Times.Percentile(0.95) / quiet.Times.Percentile(0.95),
            2);
        yield return new Measurement("… p99", $"{busy.Times.Percentile(0.99):0.0} ms", $"quiet {quiet.Times.Percentile(0.99):0.0} ms");
        yield return new Measurement("… median", $"{busy.Times.Median():0.0} ms", $"quiet {quiet.Times.Median():0.0} ms", busy.Times.Median() / quiet.Times.Median());
        yield return new Measurement("… cores in use", busy.Cores, $"quiet {quiet.Cores}");
    }

    /// <summary>Searches one after the other with a person's pause between them, while these photos arrive, so many a second.</summary>
    private async Task<(List<double> Times, double Rate, string Cores)> SearchAsync(SearchedApp searched, byte[][] photos, CancellationToken cancellationToken)
    {
        using var storage = new HttpClient();
        var times = new List<double>();
        var uploads = new List<Task>();
        var machine = MachineTime.Read();
        var (app, azurite, bench) = (searched.App.ProcessorTime, searched.Azurite.ProcessorTime, Environment.CpuUsage.TotalTime);
        var clock = Stopwatch.StartNew();
        var searching = Task.Run(
            async () =>
            {
                for (var tag = 0; clock.Elapsed < Uploading; tag++)
                {
                    times.Add(await searched.SearchAsync(tag, Page, cancellationToken));
                    await Task.Delay(Pause, cancellationToken);
                }
            },
            cancellationToken);
        using var ticks = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / UploadsASecond));
        while (clock.Elapsed < Uploading && await ticks.WaitForNextTickAsync(cancellationToken))
        {
            if (uploads.Count < photos.Length)
            {
                uploads.Add(searched.UploadAsync(storage, photos[uploads.Count]));
            }
        }

        var rate = uploads.Count / clock.Elapsed.TotalSeconds;
        await searching;
        var seconds = clock.Elapsed.TotalSeconds;
        app = searched.App.ProcessorTime - app;
        azurite = searched.Azurite.ProcessorTime - azurite;
        bench = Environment.CpuUsage.TotalTime - bench;
        var (all, idle) = MachineTime.Read().Since(machine);
        var others = Math.Max(0, all - (app + azurite + bench).TotalSeconds) / seconds;
        var cores = string.Create(
            CultureInfo.InvariantCulture,
            $"app {app.TotalSeconds / seconds:0.00}, Azurite {azurite.TotalSeconds / seconds:0.00}, others {others:0.00}, idle {idle / seconds:0.00}");
        await Task.WhenAll(uploads);
        return (times, rate, cores);
    }
}

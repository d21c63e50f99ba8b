using System.Diagnostics;
using System.Runtime.CompilerServices;
using Magpie.Tests.Support;

namespace Magpie.Bench;

/// <summary>From the start of the process to <c>/healthz</c> 200 with Azurite running, and from there to the first tagged photo.</summary>
internal sealed class StartBenchmark(BenchOptions options) : IBenchmark
{
    private int Rounds => options.Quick ? 3 : 7;

    public string Name => "start";

    public async IAsyncEnumerable<Measurement> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var azurite = new Azurite();
        await azurite.StartAsync();
        var photo = await Photos.SmallAsync(cancellationToken);
        using var storage = new HttpClient();
        var ours = new List<double>();
        var empty = new List<double>();
        var firstTag = new List<double>();
        var parts = new List<string>();

        // The first start makes tables and containers, as the first start of a deployment does; it is not what is measured.
        MagpieApp.Place place;
        await using (var first = new MagpieApp(azurite.ConnectionString))
        {
            await first.StartAsync("/healthz");
            await first.SettledAsync((await UploadAsync(first, storage, photo)).Id);
        }

        for (var round = 0; round < Rounds; round++)
        {
            empty.Add(await EmptyAsync(cancellationToken));

            // The photo lies there when the app starts: what is timed is the app, not the upload.
            await using (var before = new MagpieApp(azurite.ConnectionString, new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["AzureWebJobs__IngestScan__Disabled"] = "true",
            }))
            {
                await before.StartAsync("/healthz");
                place = await UploadAsync(before, storage, photo);
            }

            await using var app = new MagpieApp(azurite.ConnectionString);
            var clock = Stopwatch.StartNew();
            app.Launch();
            await app.AnswersAsync("/healthz", cancellationToken);
            ours.Add(clock.Elapsed.TotalMilliseconds);
            clock.Restart();
            await app.SettledAsync(place.Id);
            firstTag.Add(clock.Elapsed.TotalMilliseconds);
            parts.AddRange(app.Log.Where(line => line.Contains("Started in", StringComparison.Ordinal)).TakeLast(1));
        }

        yield return new Measurement(
            "start → /healthz 200", $"{ours.Median():0} ms", $"empty ASP.NET Core app {empty.Median():0} ms", ours.Median() / empty.Median(), 2.5);
        yield return new Measurement("…→ first photo ready", $"{firstTag.Median():0} ms", "500 ms", firstTag.Median() / 500, 1);
        foreach (var part in parts.TakeLast(1))
        {
            yield return new Measurement("parts of the start", part.Trim(), "");
        }
    }

    private static async Task<MagpieApp.Place> UploadAsync(MagpieApp app, HttpClient storage, byte[] photo)
    {
        var place = await app.ReserveAsync("first.jpg", "image/jpeg", photo.Length);
        using var put = await MagpieApp.PutAsync(storage, place, photo);
        put.EnsureSuccessStatusCode();
        return place;
    }

    private static async Task<double> EmptyAsync(CancellationToken cancellationToken)
    {
        var port = Azurite.FreePort();
        var folder = Path.Combine(AppContext.BaseDirectory, "../../../EmptyApp/bin", Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/')))!, "net10.0");
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            WorkingDirectory = folder,
        };
        start.ArgumentList.Add(Path.Combine(folder, "Magpie.Bench.EmptyApp.dll"));
        start.Environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}";
        using var client = new HttpClient();
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        while (true)
        {
            try
            {
                using var response = await client.GetAsync(new Uri($"http://127.0.0.1:{port}/healthz"), cancellationToken);
                break;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), cancellationToken);
            }
        }

        var elapsed = clock.Elapsed.TotalMilliseconds;
        process.Kill();
        await process.WaitForExitAsync(cancellationToken);
        return elapsed;
    }
}

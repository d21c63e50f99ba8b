using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using Magpie.Tests.Support;

namespace Magpie.Bench.Imagga;

/// <summary>
/// 64 clients of one account, each asking again as soon as it has its answer, over all endpoints in turn: what goes wrong, how long requests take, and whether the
/// app's resident memory stays where it is. The clients and Azurite run on the same machine.
/// </summary>
internal sealed class MixedBenchmark(BenchOptions options) : IBenchmark
{
    private const int Clients = 64;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Sampling = TimeSpan.FromMilliseconds(500);

    private TimeSpan Duration => TimeSpan.FromSeconds(options.Quick ? 15 : 60);

    public string Name => "mixed";

    public async IAsyncEnumerable<Measurement> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var azurite = new Azurite();
        await azurite.StartAsync();
        await using var app = new MagpieApp(azurite.ConnectionString, ImaggaApp.Settings);
        await app.StartAsync("/healthz");
        var requests = await MixedRequests.PrepareAsync(app.Client, cancellationToken);
        await LoadAsync(app, requests, WarmUp, [], [], cancellationToken);
        var (times, memory) = (new ConcurrentBag<Answered>(), new List<double>());
        var (before, azuriteBefore) = (app.ProcessorTime, azurite.ProcessorTime);
        await LoadAsync(app, requests, Duration, times, memory, cancellationToken);
        var (appCpu, azuriteCpu) = (app.ProcessorTime - before, azurite.ProcessorTime - azuriteBefore);

        var wrong = times.Where(one => one.Status is not (HttpStatusCode.OK or HttpStatusCode.TooManyRequests)).ToArray();
        yield return new Measurement(
            $"{Clients} requests at once, {Duration.TotalSeconds:0} s, answers that were wrong",
            wrong.Length == 0 ? $"0 of {times.Count}" : $"{wrong.Length} of {times.Count}: {wrong[0].Name} {(int)wrong[0].Status}",
            $"0; {times.Count(one => one.Status == HttpStatusCode.TooManyRequests)} of 429",
            wrong.Length,
            0);
        var all = times.Where(one => one.Status == HttpStatusCode.OK).ToArray();
        var (p50, p99) = (all.Select(one => one.Milliseconds).Median(), all.Select(one => one.Milliseconds).Percentile(0.99));
        yield return new Measurement("…p99", $"{p99:0} ms", $"p50 {p50:0} ms", p99 / p50, 5);
        var third = memory.Count / 3;
        var (first, last) = (memory.Take(third).Average(), memory.TakeLast(third).Average());
        yield return new Measurement("…memory, last third", $"{last:0} MiB", $"first third {first:0} MiB; at most {memory.Max():0}", last / first, 1.1);
        yield return new Measurement(
            "…rate",
            $"{all.Length / Duration.TotalSeconds:0.0}/s",
            string.Create(CultureInfo.InvariantCulture, $"cores: app {appCpu / Duration:0.00}, Azurite {azuriteCpu / Duration:0.00} of {Environment.ProcessorCount}"));
        foreach (var endpoint in all.GroupBy(one => one.Name, StringComparer.Ordinal).OrderBy(endpoint => endpoint.Key, StringComparer.Ordinal))
        {
            var (middle, high) = (endpoint.Select(one => one.Milliseconds).Median(), endpoint.Select(one => one.Milliseconds).Percentile(0.99));
            yield return new Measurement($"…{endpoint.Key}, p99 of {endpoint.Count()}", $"{high:0} ms", $"p50 {middle:0} ms", high / middle);
        }
    }

    private static async Task LoadAsync(
        MagpieApp app, MixedRequests requests, TimeSpan duration, ConcurrentBag<Answered> times, List<double> memory, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var next = -1;
        var clients = Enumerable.Range(0, Clients).Select(async _ =>
        {
            while (clock.Elapsed < duration)
            {
                var (name, send) = requests.All[(int)((uint)Interlocked.Increment(ref next) % requests.All.Count)];
                var started = Stopwatch.GetTimestamp();
                using var answer = await send(app.Client);
                times.Add(new(name, Stopwatch.GetElapsedTime(started).TotalMilliseconds, answer.StatusCode));
            }
        }).ToArray();
        var all = Task.WhenAll(clients);
        while (await Task.WhenAny(all, Task.Delay(Sampling, cancellationToken)) != all && clock.Elapsed < duration)
        {
            memory.Add(app.Memory / 1048576.0);
        }

        await all;
    }

    private sealed record Answered(string Name, double Milliseconds, HttpStatusCode Status);
}

using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using Magpie.Tests.Support;

namespace Magpie.Bench.Ingest;

/// <summary>Two hundred multipart uploads of 8 MB at once: none may fail, and memory must not follow their number.</summary>
internal sealed class MultipartBenchmark(BenchOptions options) : IBenchmark
{
    private const int FileBytes = 8_000_000;
    private const double MB = 1_000_000;
    private const double MemoryBar = 600 * MB;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(8);

    private int Count => options.Quick ? 40 : 200;

    public string Name => "multipart";

    public async IAsyncEnumerable<Measurement> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var azurite = new Azurite();
        await azurite.StartAsync();
        await using var app = new MagpieApp(azurite.ConnectionString, LoadSettings.Unlimited);
        await app.StartAsync("/healthz");

        // A photo of 12 megapixels, filled up behind its end, as cameras do that keep a preview there; each ends differently.
        var photo = await Photos.TwelveMegapixelsAsync(1, cancellationToken);
        var file = new byte[FileBytes];
        photo.CopyTo(file, 0);
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Count }) { BaseAddress = app.Client.BaseAddress, Timeout = Limit };
        client.DefaultRequestHeaders.Authorization = app.Client.DefaultRequestHeaders.Authorization;

        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var before = app.Memory;
        var peak = before;
        var watching = WatchAsync(app, bytes => peak = Math.Max(peak, bytes), done.Token);
        var clock = Stopwatch.StartNew();
        var answers = await Task.WhenAll(Enumerable.Range(0, Count).Select(number => PostAsync(client, file, number, cancellationToken)));
        var seconds = clock.Elapsed.TotalSeconds;
        await done.CancelAsync();
        await ((Task)watching).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        var failed = answers.Count(status => status != HttpStatusCode.OK);
        yield return new Measurement($"{Count} multipart uploads of 8 MB at once, errors", $"{failed}", "none", failed, 0);
        yield return new Measurement(
            "…memory at most", $"{peak / MB:0} MB", $"{MemoryBar / MB:0} MB; {before / MB:0} MB before", peak / MemoryBar, 1);
        yield return new Measurement("…rate", $"{Count / seconds:0.0}/s", $"{seconds:0} s in all");
    }

    private static async Task<HttpStatusCode> PostAsync(HttpClient client, byte[] file, int number, CancellationToken cancellationToken)
    {
        using var form = new MultipartFormDataContent();
        var ending = BitConverter.GetBytes(number);
        var content = new StreamContent(new JoinedStream(file, ending));
        content.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        form.Add(content, "file", $"{number}.jpg");
        using var response = await client.PostAsync(new Uri("/api/v1/upload", UriKind.Relative), form, cancellationToken);
        return response.StatusCode;
    }

    private static async Task WatchAsync(MagpieApp app, Action<long> see, CancellationToken cancellationToken)
    {
        while (true)
        {
            see(app.Memory);
            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
        }
    }

    /// <summary>An array that all uploads share, but for its last bytes.</summary>
    private sealed class JoinedStream(byte[] shared, byte[] ending) : MemoryStream(shared, writable: false)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var at = Position;
            var read = base.Read(buffer.Span);
            var first = Math.Max(at, Length - ending.Length);
            for (var position = first; position < at + read; position++)
            {
                buffer.Span[(int)(position - at)] = ending[position - (Length - ending.Length)];
            }

            return ValueTask.FromResult(read);
        }

        public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
        {
            var buffer = new byte[65_536];
            int read;
            while ((read = await ReadAsync(buffer, cancellationToken)) > 0)
            {
                await destination.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }
        }
    }
}

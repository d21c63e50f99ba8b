using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Magpie.Functions.Imagga.Endpoints;
using Magpie.Imaging;
using Magpie.Tagging;
using Magpie.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Magpie.Bench.Imagga;

/// <summary>
/// <c>POST /v2/tags</c> with a 12-megapixel JPEG in the form, by an app that is kept on one core, against the bare calls of the same decoding and of the same models in
/// this process; round by round in turn. What a request costs that core is all processor time of the app's process: HTTP, the form, limits, usage, answer, and what
/// it does beside. Azurite and the client are processes of their own.
/// </summary>
internal sealed class TagsBenchmark(BenchOptions options) : IBenchmark
{
    private const int InFlight = 3;
    private const int Photos = 4;
    private const int WarmUp = 500;

    private int Rounds => options.Quick ? 2 : 5;

    private int Requests => options.Quick ? 30 : 60;

    public string Name => "tags";

    public async IAsyncEnumerable<Measurement> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var photos = await Bench.Photos.DistinctAsync(Photos, cancellationToken);
        await using var azurite = new Azurite();
        await azurite.StartAsync();
        await using var app = new MagpieApp(azurite.ConnectionString, ImaggaApp.Settings);
        app.RunBy("taskset", "-c", "0");
        await app.StartAsync("/healthz");
        using var bare = await BareAsync(photos[0], cancellationToken);
        await AskAsync(app, photos, WarmUp, cancellationToken);
        for (var i = 0; i < 50; i++)
        {
            bare.Calls.Decode();
            bare.Calls.Thumbnail();
            bare.Calls.Infer();
        }

        var (ours, rates, decode, thumbnail, infer) = (new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            var (before, clock) = (app.ProcessorTime, Stopwatch.StartNew());
            await AskAsync(app, photos, Requests, cancellationToken);
            rates.Add(Requests / clock.Elapsed.TotalSeconds);
            ours.Add((app.ProcessorTime - before).TotalMilliseconds / Requests);
            Measure(bare.Calls.Decode, bare.Calls.Infer, decode, infer);
            Measure(bare.Calls.Thumbnail, bare.Calls.Infer, thumbnail, infer);
        }

        var (own, least) = (ours.Median(), decode.Median() + infer.Median());
        yield return new Measurement(
            $"/tags on 12 megapixels, {bare.Models} models, requests/s a core by CPU",
            $"{1000 / own:0.0} ({own:0.0} ms)",
            string.Create(CultureInfo.InvariantCulture, $"bare decode {decode.Median():0.0} + infer {infer.Median():0.0} ms = {1000 / least:0.0}"),
            least / own,
            0.9,
            AtLeast: true);
        var usual = thumbnail.Median() + infer.Median();
        yield return new Measurement(
            "…against the usual way of decoding",
            $"{own:0.0} ms",
            string.Create(CultureInfo.InvariantCulture, $"vips_thumbnail {thumbnail.Median():0.0} + infer {infer.Median():0.0} ms = {usual:0.0}"),
            usual / own);
        yield return new Measurement(
            $"…by the clock, {InFlight} in flight, the app on one core", $"{rates.Median():0.0}/s", $"bare {1000 / least:0.0}/s by CPU", rates.Median() * least / 1000);
    }

    private static Task AskAsync(MagpieApp app, IReadOnlyList<byte[]> photos, int count, CancellationToken cancellationToken) =>
        Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = InFlight, CancellationToken = cancellationToken }, async (number, token) =>
        {
            using var form = ImaggaApp.Form(photos[number % photos.Count]);
            using var answer = await app.Client.PostAsync("/v2/tags", form, token);
            answer.EnsureSuccessStatusCode();
        });

    /// <summary>The models that answered for this photo: those of a pack that requires a tag only where it was found.</summary>
    private static async Task<Bare> BareAsync(byte[] photo, CancellationToken cancellationToken)
    {
        var tagging = Models.Options(ImaggaApp.Packs);
        using var registry = Models.Registry(tagging);
        using var tagger = new Tagger(registry, tagging, TimeProvider.System, NullLogger<Tagger>.Instance);
        using var image = LookedAt.Decode(new ImageDecoder(new ImagingOptions()), photo, Looking.Enough);
        var packs = (await tagger.ScoreAsync(image, cancellationToken)).Select(scores => scores.Pack).ToArray();
        var (whole, decoded) = (Math.Max(image.Facts.Width, image.Facts.Height), Math.Max(image.Width, image.Height));
        var longest = Looking.SizeOf(image.Facts, Looking.Enough, Math.Min(image.Facts.Width, image.Facts.Height)).LongestSide;
        return new(new BareTags(photo, (int)Math.Round((double)whole / decoded), longest, packs), packs.Length);
    }

    /// <summary>As a loop over photos would: one is decoded, then looked at.</summary>
    private void Measure(Action decode, Action infer, List<double> decoding, List<double> inferring)
    {
        for (var i = 0; i < Requests / 2; i++)
        {
            var clock = CpuClock.Start();
            decode();
            decoding.Add(clock.CpuMilliseconds);
            clock = CpuClock.Start();
            infer();
            inferring.Add(clock.CpuMilliseconds);
        }
    }

    private sealed record Bare(BareTags Calls, int Models) : IDisposable
    {
        public void Dispose() => Calls.Dispose();
    }
}

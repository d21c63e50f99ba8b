using System.Diagnostics;
using System.Runtime.CompilerServices;
using Azure.Storage.Blobs;
using Azure.Storage.Sas;
using Magpie.Functions.Delivery;
using Magpie.Tests.Support;

namespace Magpie.Bench.Ingest;

/// <summary>
/// A video of 2 GB from the end of its upload to <c>ready</c>, delivered to a Cloudinary: the app's memory, and the speed against a plain
/// copy from storage to the same Cloudinary in chunks of the same size.
/// </summary>
internal sealed class VideoBenchmark(BenchOptions options) : IBenchmark
{
    private const double MB = 1_000_000;
    private const long AllowedGrowth = 100_000_000;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);

    private long Size => options.Quick ? 200_000_000 : 2_000_000_000;

    public string Name => "video";

    public async IAsyncEnumerable<Measurement> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var azurite = new Azurite();
        await azurite.StartAsync();
        await using var cloudinary = new CloudinaryServer();
        await cloudinary.InitializeAsync();
        using var client = new HttpClient { Timeout = Limit };
        using var video = await LargeVideo.MakeAsync(Size, cancellationToken);
        using var warmUp = await LargeVideo.MakeAsync(30_000_000, cancellationToken);
        var plain = await PlainAsync(azurite, cloudinary, client, video, cancellationToken);

        await using var app = new MagpieApp(azurite.ConnectionString, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["CLOUDINARY_URL"] = cloudinary.Url,
        });
        await app.StartAsync("/healthz");
        for (var round = 0; round < 3; round++)
        {
            await IngestAsync(app, client, warmUp, cancellationToken);
        }

        var before = app.Memory;
        var peak = before;
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watching = WatchAsync(app, bytes => peak = Math.Max(peak, bytes), done.Token);
        var known = cloudinary.Calls.Count;
        var first = FirstCallAsync(cloudinary, known, done.Token);
        var seconds = await IngestAsync(app, client, video, cancellationToken);
        var delivering = Stopwatch.GetElapsedTime(await first).TotalSeconds;
        await done.CancelAsync();
        await ((Task)watching).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        var (ours, theirs) = (Size / MB / seconds, Size / MB / plain);
        yield return new Measurement(
            $"{Size / MB:0} MB video, memory", $"+{(peak - before) / MB:0} MB", $"{before / MB:0} MB before; +{AllowedGrowth / MB:0} MB", (peak - before) / (double)AllowedGrowth, 1);
        var chunk = new DeliveryOptions().ChunkBytes;
        var speed = (Size - chunk) / MB / delivering;
        yield return new Measurement(
            "…delivery, from the first chunk to ready", $"{speed:0} MB/s", $"plain copy {theirs:0} MB/s ({plain:0.0} s)", speed / theirs, 0.8, AtLeast: true);
        yield return new Measurement(
            "…with checksum, frames and tags before it", $"{ours:0} MB/s ({seconds:0.0} s)", $"plain copy {theirs:0} MB/s", ours / theirs);
    }

    /// <summary>Seconds from the end of the upload until it is ready.</summary>
    private static async Task<double> IngestAsync(MagpieApp app, HttpClient client, LargeVideo video, CancellationToken cancellationToken)
    {
        var place = await app.ReserveAsync("film.mp4", "video/mp4", video.Bytes);
        await PutAsync(client, place.UploadUrl, video, cancellationToken);
        var clock = Stopwatch.StartNew();
        var asset = await app.SettledAsync(place.Id, Limit);
        return asset.GetProperty("state").GetString() == "ready"
            ? clock.Elapsed.TotalSeconds
            : throw new InvalidOperationException($"A video ended otherwise: {asset}");
    }

    private static async Task<double> PlainAsync(
        Azurite azurite, CloudinaryServer cloudinary, HttpClient client, LargeVideo video, CancellationToken cancellationToken)
    {
        var container = new BlobServiceClient(azurite.ConnectionString).GetBlobContainerClient("plain");
        await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        var blob = container.GetBlobClient("film.mp4");
        var soon = TimeProvider.System.GetUtcNow().AddHours(1);
        await PutAsync(client, blob.GenerateSasUri(BlobSasPermissions.Write | BlobSasPermissions.Create, soon), video, cancellationToken);
        var source = blob.GenerateSasUri(BlobSasPermissions.Read, soon);
        var clock = Stopwatch.StartNew();
        await PlainCopy.RunAsync(client, source, video.Bytes, new DeliveryOptions().ChunkBytes, cloudinary, cancellationToken);
        var seconds = clock.Elapsed.TotalSeconds;
        await container.DeleteIfExistsAsync(cancellationToken: cancellationToken);
        return seconds;
    }

    private static async Task PutAsync(HttpClient client, Uri target, LargeVideo video, CancellationToken cancellationToken)
    {
        await using var file = video.Open();
        using var request = new HttpRequestMessage(HttpMethod.Put, target) { Content = new StreamContent(file, 1 << 20) };
        request.Headers.Add("x-ms-blob-type", "BlockBlob");
        request.Content.Headers.ContentType = new System.Net.Http.Headers.MediaTypeHeaderValue("video/mp4");
        using var response = await client.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>When the first chunk had arrived.</summary>
    private static async Task<long> FirstCallAsync(CloudinaryServer cloudinary, int known, CancellationToken cancellationToken)
    {
        while (cloudinary.Calls.Count <= known)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), cancellationToken);
        }

        return Stopwatch.GetTimestamp();
    }

    private static async Task WatchAsync(MagpieApp app, Action<long> see, CancellationToken cancellationToken)
    {
        while (true)
        {
            see(app.Memory);
            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
        }
    }
}

using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using Magpie.Core.Tests.Imaging;
using Magpie.Functions.Tests.Imagga.Contract;
using Magpie.Tests.Support;

namespace Magpie.EndToEnd.Tests;

/// <summary>Files that were made, or found, to break decoders, at every endpoint that looks at images: each is seen or refused, and the service goes on.</summary>
[Collection(Alone.Name)]
public sealed class ImaggaHostileTests(ImaggaService service) : IClassFixture<ImaggaService>
{
    /// <summary>Buffers that the runtime, the models and libvips keep for the next picture.</summary>
    private const long Kept = 600L << 20;

    private const int Parallel = 4;

    /// <summary>One of so many files also comes as base64 and as an upload: whoever decodes it, the bytes are the same.</summary>
    private const int Some = 12;

    /// <summary>Longest that one of these small files may take, the wait for its turn included.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static readonly byte[] Photo = Pictures.Jpeg(Pictures.Scene(320, 240), 320, 240);

    [Fact]
    public async Task Every_hostile_file_is_seen_or_refused_at_every_endpoint_and_the_service_goes_on_as_before()
    {
        if (Repository.Hostile is not { } folder)
        {
            return;
        }

        var files = Directory.GetFiles(folder).Where(path => Path.GetExtension(path) is not (".tsv" or ".md")).Order(StringComparer.Ordinal)
            .Select(path => (Name: Path.GetFileName(path), Content: File.ReadAllBytes(path))).ToArray();
        await AllGoodAsync();
        var (before, process) = (service.App.Memory, service.App.ProcessId);

        var answers = await LookAsync(files);

        answers.GetValueOrDefault(HttpStatusCode.OK).ShouldBeGreaterThan(300);
        answers.GetValueOrDefault(HttpStatusCode.BadRequest).ShouldBeGreaterThan(300);
        await AllGoodAsync();
        service.App.ProcessId.ShouldBe(process);
        await Service.UntilAsync(
            () => Task.FromResult(service.App.Memory < before + Kept),
            TimeSpan.FromSeconds(30),
            () => $"{service.App.Memory >> 20} MiB are in use, {before >> 20} MiB were before.");
    }

    [Fact]
    public async Task So_are_files_made_to_lie_about_what_they_are()
    {
        using var zipped = new MemoryStream();
        await using (var gzip = new GZipStream(zipped, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            await gzip.WriteAsync(new byte[20 << 20]);
        }

        (string Name, byte[] Content)[] refused =
        [
            ("empty.jpg", []),
            ("half.jpg", Photo[..(Photo.Length / 20)]),
            ("huge.png", Pictures.Png(50_000, 50_000, 8, 2, new byte[600_000])),
            ("endless.png", Pictures.Png(int.MaxValue, 1, 8, 2, [0, 0, 0, 0])),
            ("page.html", "<html><img src=x onerror=alert(1)></html>"u8.ToArray()),
            ("bomb.gz", zipped.ToArray()),
            ("drawing.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><image href=\"file:///etc/passwd\"/></svg>"u8.ToArray()),
            ("playlist.jpg", "#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n"u8.ToArray()),
            ("script.jpg", "push graphic-context\nimage over 0,0 0,0 'https://127.0.0.1/x'\n"u8.ToArray()),
        ];
        (string Name, byte[] Content)[] seen =
        [
            ("page-behind.jpg", [.. Photo, .. "<script>alert(1)</script>"u8]),
            ("zip-behind.png", [.. Pictures.Png(64, 64, 8, 2, new byte[64 * ((64 * 3) + 1)]), .. "PK\u0003\u0004"u8]),
        ];
        await AllGoodAsync();
        var process = service.App.ProcessId;

        (await LookAsync(refused)).Keys.ShouldBe([HttpStatusCode.BadRequest]);
        (await LookAsync(seen)).Keys.ShouldBe([HttpStatusCode.OK]);

        await AllGoodAsync();
        service.App.ProcessId.ShouldBe(process);
    }

    /// <summary>Shows each file to each endpoint; answers how often there was which status.</summary>
    private async Task<ConcurrentDictionary<HttpStatusCode, int>> LookAsync((string Name, byte[] Content)[] files)
    {
        var statuses = new ConcurrentDictionary<HttpStatusCode, int>();
        var calls = files.SelectMany((file, index) => ImageEndpoint.Here.SelectMany(endpoint => Ways(index).Select(way => (file, endpoint, way))));
        await System.Threading.Tasks.Parallel.ForEachAsync(calls, new ParallelOptions { MaxDegreeOfParallelism = Parallel }, async (call, _) =>
        {
            var of = $"{call.file.Name} to {call.endpoint} as {call.way}";
            using var limit = new CancellationTokenSource(Limit);
            var (status, body, type) = call.way == "upload"
                ? await UploadAsync(call.endpoint.Path, call.file.Content, limit.Token)
                : await PostAsync(call.endpoint.Path, call.file.Content, call.way, limit.Token);
            statuses.AddOrUpdate(status, 1, (_, count) => count + 1);
            status.ShouldBeOneOf([HttpStatusCode.OK, HttpStatusCode.BadRequest], $"{of}: {Encoding.UTF8.GetString(body)}");
            if (type != "image/png")
            {
                var said = JsonDocument.Parse(body).RootElement.GetProperty("status");
                said.GetProperty("type").GetString().ShouldBe(status == HttpStatusCode.OK ? "success" : "error", of);
            }
        });
        return statuses;
    }

    private static string[] Ways(int index) => index % Some == 0 ? ["image", "image_base64", "upload"] : ["image"];

    private async Task<(HttpStatusCode Status, byte[] Body, string? Type)> PostAsync(string path, byte[] file, string way, CancellationToken cancellationToken)
    {
        using var form = new MultipartFormDataContent();
        HttpContent content = way == "image" ? new ByteArrayContent(file) : new StringContent(Convert.ToBase64String(file));
        form.Add(content, way, "photo.jpg");
        using var response = await service.App.Client.PostAsync(path, form, cancellationToken);
        return (response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken), response.Content.Headers.ContentType?.MediaType);
    }

    /// <summary>Keeps the file and looks at it; what is not kept is not looked at.</summary>
    private async Task<(HttpStatusCode Status, byte[] Body, string? Type)> UploadAsync(string path, byte[] file, CancellationToken cancellationToken)
    {
        var kept = await PostAsync("/v2/uploads", file, "image", cancellationToken);
        if (kept.Status != HttpStatusCode.OK)
        {
            return kept;
        }

        var id = JsonDocument.Parse(kept.Body).RootElement.GetProperty("result").GetProperty("upload_id").GetString();
        using var response = await service.App.Client.GetAsync($"{path}?image_upload_id={id}", cancellationToken);
        return (response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken), response.Content.Headers.ContentType?.MediaType);
    }

    /// <summary>Every endpoint answers a good request.</summary>
    private async Task AllGoodAsync() => (await LookAsync([("good.jpg", Photo)])).Keys.ShouldBe([HttpStatusCode.OK]);
}

using System.Net.Http.Headers;
using System.Net.Http.Json;
using Azure.Storage.Blobs;
using Magpie.Imaging;
using Magpie.Tagging;
using Magpie.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NetVips;

namespace Magpie.Bench.Bulk;

/// <summary>
/// The Go service that Magpie takes the place of, with its inference service, as a model. Its design, from its own description: a multipart POST a
/// file; the upload server reads the file (under 50 MB) into memory, sends it as base64 in JSON to a separate inference service over HTTP,
/// waits for the tags, sends the file to its delivery, and answers. The inference service decodes the whole picture at full resolution, resizes
/// it to the model's 224 × 224 (as PIL and torchvision do) and runs the model.
/// </summary>
/// <remarks>
/// Where the model is kinder than the original: both servers are .NET in this one process, so there is no interpreter and no lock around it, requests
/// run beside each other; the decoder is libvips, not Pillow; the delivery is the Azurite that Magpie delivers to, not a cloud; and no previews
/// or thumbnails are made, because the original leaves those to Cloudinary. Model and tags are the pack that Magpie runs.
/// </remarks>
internal sealed class SeedService : IAsyncDisposable
{
    private const int ModelSize = 224;

    private readonly ImageDecoder _decoder = new(new ImagingOptions());
    private readonly PackRegistry _registry;
    private readonly Tagger _tagger;
    private readonly BlobContainerClient _delivered;
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromMinutes(5) };
    private readonly WebApplication _upload;
    private readonly WebApplication _inference;
    private readonly int _uploadPort = Azurite.FreePort();
    private readonly int _inferencePort = Azurite.FreePort();

    public SeedService(string connectionString)
    {
        var tagging = Models.Options(Models.AppFolder);
        _registry = Models.Registry(tagging);
        _tagger = new(_registry, tagging, TimeProvider.System, NullLogger<Tagger>.Instance);
        _delivered = new BlobServiceClient(connectionString).GetBlobContainerClient("seed-delivered");
        _upload = Server(_uploadPort);
        _upload.MapPost("/api/v1/upload", UploadAsync);
        _inference = Server(_inferencePort);
        _inference.MapPost("/predict", PredictAsync);
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _delivered.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        await _upload.StartAsync(cancellationToken);
        await _inference.StartAsync(cancellationToken);
    }

    /// <summary>What its client does for one file.</summary>
    public async Task PostAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        using var form = new MultipartFormDataContent();
        var content = new StreamContent(file);
        content.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        form.Add(content, "file", Path.GetFileName(path));
        using var response = await _http.PostAsync(new Uri($"http://127.0.0.1:{_uploadPort}/api/v1/upload"), form, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        await _upload.DisposeAsync();
        await _inference.DisposeAsync();
        _http.Dispose();
        _tagger.Dispose();
        _registry.Dispose();
    }

    private static WebApplication Server(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        return builder.Build();
    }

    private async Task UploadAsync(HttpContext context)
    {
        var token = context.RequestAborted;
        var form = await context.Request.ReadFormAsync(token);
        var file = form.Files[0];
        var bytes = new byte[file.Length];
        await using (var stream = file.OpenReadStream())
        {
            await stream.ReadExactlyAsync(bytes, token);
        }

        using var answer = await _http.PostAsJsonAsync(
            new Uri($"http://127.0.0.1:{_inferencePort}/predict"), new Picture(Convert.ToBase64String(bytes)), token);
        var tags = await answer.Content.ReadFromJsonAsync<string[]>(token);
        var id = Path.GetFileNameWithoutExtension(file.FileName);
        await _delivered.GetBlobClient($"gallery/{id}").UploadAsync(BinaryData.FromBytes(bytes), overwrite: true, token);
        await context.Response.WriteAsJsonAsync(new { success = true, public_id = $"gallery/{id}", tags }, token);
    }

    private async Task PredictAsync(HttpContext context)
    {
        var picture = await context.Request.ReadFromJsonAsync<Picture>(context.RequestAborted);
        var bytes = Convert.FromBase64String(picture!.Image);
        var facts = _decoder.Inspect(bytes).Value ?? throw new InvalidOperationException("The photo cannot be decoded.");
        using var whole = Image.NewFromBuffer(bytes, access: Enums.Access.Sequential);
        using var resized = whole.Resize((double)ModelSize / whole.Width, kernel: Enums.Kernel.Linear, gap: 0, vscale: (double)ModelSize / whole.Height);
        using var decoded = new DecodedImage(resized.CopyMemory(), null, facts);
        var tagged = await _tagger.TagAsync(decoded, context.RequestAborted);
        await context.Response.WriteAsJsonAsync(tagged.MlTags.Select(tag => tag.Tag), context.RequestAborted);
    }

    private sealed record Picture(string Image);
}

using System.Net;
using System.Net.Http.Headers;
using Magpie.Functions.Tests.Hosting;
using Magpie.Functions.Tests.Ingest;
using Magpie.Tests.Support;

namespace Magpie.Functions.Tests.Multipart;

/// <summary>The Go service's words for a Cloudinary that does not take the file.</summary>
public sealed class GoUploadOutageTests(Azurite azurite) : IAsyncLifetime, IAsyncDisposable, IClassFixture<Azurite>
{
    private readonly CloudinaryServer _cloudinary = new();
    private RunningApp _app = null!;
    private HttpClient _client = null!;

    public async Task InitializeAsync()
    {
        await _cloudinary.InitializeAsync();
        _app = await RunningApp.StartAsync(azurite.ConnectionString, $"--CLOUDINARY_URL={_cloudinary.Url}", "--Magpie:Delivery:Retries=0");
        (await _app.Anonymous.GetAsync("/healthz")).EnsureSuccessStatusCode();
        (_client, _) = await _app.SignInAsync("a" + Path.GetRandomFileName().Replace(".", "", StringComparison.Ordinal));
    }

    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
        await _cloudinary.DisposeAsync();
    }

    [Theory]
    [InlineData(503, "Cloudinary failed (HTTP 503).")]
    [InlineData(429, "Cloudinary takes no more calls for now (HTTP 429).")]
    [InlineData(400, "Cloudinary refused the call (HTTP 400): Injected fault")]
    public async Task A_file_that_cloudinary_does_not_take_is_a_500_that_says_why_and_leaves_no_copy(int status, string reason)
    {
        _cloudinary.Faults.Every(1, CloudinaryFault.Answer(status));

        using var response = await SendAsync();

        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        (await response.ReadJsonAsync()).ToString().ShouldBe($$"""{"error":"Failed to upload to Cloudinary: {{reason}}"}""");
        var failed = await (await _client.GetAsync("/api/assets?state=failed")).ReadJsonAsync();
        failed.GetProperty("assets").GetArrayLength().ShouldBe(1);
        _cloudinary.Assets.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_same_file_is_taken_when_cloudinary_is_back()
    {
        _cloudinary.Faults.Next(CloudinaryFault.Answer(500));
        using var failed = await SendAsync();
        failed.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);

        using var response = await SendAsync();

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.ReadJsonAsync()).GetProperty("public_id").GetString().ShouldBe(_cloudinary.Assets.ShouldHaveSingleItem().PublicId);
    }

    private async Task<HttpResponseMessage> SendAsync()
    {
        var part = new ByteArrayContent(Photos.Sideways);
        part.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        using var form = new MultipartFormDataContent { { part, "file", "nest.jpg" } };
        return await _client.PostAsync("/api/v1/upload", form);
    }
}

using System.Net;
using System.Web;
using Magpie.Core.Tests.Imaging;
using Magpie.Tests.Support;

namespace Magpie.EndToEnd.Tests;

[Collection(Alone.Name)]
public sealed class SecrecyTests : IAsyncLifetime, IAsyncDisposable
{
    private const string CloudinarySecret = "cloudinary-secret-that-nobody-may-see";

    private readonly Service _service = new(new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Logging__LogLevel__Default"] = "Trace",
        ["Logging__LogLevel__Azure.Core"] = "Trace",
        ["Logging__LogLevel__Microsoft.AspNetCore"] = "Trace",
        ["Magpie__Delivery__Retries"] = "0",
        ["CLOUDINARY_URL"] = $"cloudinary://key:{CloudinarySecret}@cloud?upload_prefix=http://127.0.0.1:9",
    });

    public Task InitializeAsync() => _service.InitializeAsync();

    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task At_its_finest_level_the_log_holds_no_secret_and_no_signature()
    {
        var photo = Pictures.Jpeg(Pictures.Scene(64, 64), 64, 64);
        var place = await _service.App.ReserveAsync("scene.jpg", "image/jpeg", photo.Length);
        using (var put = await MagpieApp.PutAsync(_service.Browser, place, photo))
        {
            put.StatusCode.ShouldBe(HttpStatusCode.Created);
        }

        // Cloudinary does not answer: a try that failed is what is logged most of.
        await Service.UntilAsync(
            async () => (await _service.App.Client.GetStringAsync($"/api/assets/{place.Id}")).Contains("delivery-unavailable", StringComparison.Ordinal),
            TimeSpan.FromSeconds(30),
            () => string.Join('\n', _service.App.Log));
        using var wrong = new HttpRequestMessage(HttpMethod.Get, "/api/tags") { Headers = { Authorization = MagpieApp.Basic("demo", "guessed-secret-of-somebody") } };
        (await _service.App.Client.SendAsync(wrong)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        var signature = HttpUtility.ParseQueryString(place.UploadUrl.Query)["sig"].ShouldNotBeNull();
        var storageKey = _service.Azurite.ConnectionString.Split("AccountKey=")[1].Split(';')[0];
        var log = string.Join('\n', _service.App.Log);
        log.ShouldContain(place.Id);
        foreach (var secret in (string[])[
            MagpieApp.Secret, MagpieApp.Basic(MagpieApp.Key, MagpieApp.Secret).Parameter!, CloudinarySecret, "guessed-secret-of-somebody",
            signature, Uri.EscapeDataString(signature), storageKey])
        {
            log.ShouldNotContain(secret, Case.Sensitive);
        }
    }
}

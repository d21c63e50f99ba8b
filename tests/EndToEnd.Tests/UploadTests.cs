using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Azure.Data.Tables;
using Magpie.Accounts;
using Magpie.Core.Tests.Imaging;
using Magpie.Functions.Accounts;
using Magpie.Imaging;
using Magpie.Tests.Support;

namespace Magpie.EndToEnd.Tests;

[Collection(Alone.Name)]
public sealed class UploadTests(Service service) : IClassFixture<Service>
{
    private static readonly byte[] Photo = Pictures.WithExif(
        Pictures.Jpeg(Pictures.Scene(2000, 1000), 2000, 1000), Pictures.Tags((0x0110, "Secret camera"), (0x0112, (short)6)));

    [Fact]
    public async Task A_photo_put_into_storage_is_tagged_and_served()
    {
        var asset = await service.SettleAsync(Photo, "scene.jpg", "image/jpeg", "Nest", " nest ");

        (asset.State(), asset.ErrorCode()).ShouldBe(("ready", null));
        (asset.GetProperty("width").GetInt32(), asset.GetProperty("height").GetInt32()).ShouldBe((1000, 2000));
        asset.GetProperty("tagging").GetProperty("status").GetString().ShouldBe("done");
        asset.Tags()[0].ShouldBe("nest");
        asset.Tags().Count(tag => tag == "nest").ShouldBe(1);
        (await service.CountsAsync()).ShouldContainKey("nest");

        var (original, originalType) = await service.DownloadAsync(asset.Url("original"));
        original.ShouldBe(Photo);
        originalType.ShouldBe("image/jpeg");
        await ServedAsync(asset.Url("thumb"), 160, 320);
        await ServedAsync(asset.Url("preview"), 800, 1600);
    }

    [Fact]
    public async Task A_URL_opens_one_blob_for_writing_and_nothing_else()
    {
        var place = await service.App.ReserveAsync("scene.jpg", "image/jpeg", Photo.Length);

        using var read = await service.Browser.GetAsync(place.UploadUrl);
        using var delete = await service.Browser.DeleteAsync(place.UploadUrl);
        var other = new UriBuilder(place.UploadUrl) { Path = place.UploadUrl.AbsolutePath.Replace(place.Id, new string('a', 32), StringComparison.Ordinal) };
        using var elsewhere = await MagpieApp.PutAsync(service.Browser, place with { UploadUrl = other.Uri }, Photo);

        ((int)read.StatusCode, (int)delete.StatusCode, (int)elsewhere.StatusCode).ShouldBe((403, 403, 403));
    }

    [Fact]
    public async Task A_publishable_key_uploads_and_reads_back_what_it_uploaded_and_nothing_else()
    {
        var mine = await service.SettleAsync(Photo, "mine.jpg", "image/jpeg");
        var tables = new TableServiceClient(service.Azurite.ConnectionString);
        var accounts = new AccountService(new TableCredentialStore(tables.GetTableClient(TableCredentialStore.Table)), TimeProvider.System);
        var key = (await accounts.AddAsync("demo", CredentialKind.Publishable, "page", default)).Credential.Key;
        using var visitor = new HttpClient { BaseAddress = service.App.Client.BaseAddress };
        visitor.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Key", key);

        using var reserved = await visitor.PostAsJsonAsync(
            "/api/uploads", new { files = new[] { new { name = "theirs.jpg", contentType = "image/jpeg", size = Photo.Length } } });
        reserved.StatusCode.ShouldBe(HttpStatusCode.Created);
        var upload = (await reserved.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("uploads")[0];
        var headers = upload.GetProperty("headers").EnumerateObject().ToDictionary(h => h.Name, h => h.Value.GetString()!, StringComparer.Ordinal);
        var place = new MagpieApp.Place(upload.GetProperty("id").GetString()!, new Uri(upload.GetProperty("uploadUrl").GetString()!), headers);
        using var put = await MagpieApp.PutAsync(service.Browser, place, Photo);
        put.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await service.App.SettledAsync(place.Id)).State().ShouldBe("ready");

        (await StatusAsync(visitor, HttpMethod.Get, $"/api/assets/{place.Id}")).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(visitor, HttpMethod.Get, $"/api/assets/{mine.GetProperty("id").GetString()}")).ShouldBe(HttpStatusCode.NotFound);
        (await StatusAsync(visitor, HttpMethod.Delete, $"/api/assets/{place.Id}")).ShouldBe(HttpStatusCode.Forbidden);
        (await StatusAsync(visitor, HttpMethod.Get, "/api/tags")).ShouldBe(HttpStatusCode.Forbidden);
        var listed = await visitor.GetFromJsonAsync<JsonElement>("/api/assets");
        listed.GetProperty("assets").EnumerateArray().Select(asset => asset.GetProperty("id").GetString()).ShouldBe([place.Id]);
    }

    [Fact]
    public async Task A_page_named_photo_is_rejected_with_a_reason()
    {
        var asset = await service.SettleAsync([.. "<!DOCTYPE html><script>alert(1)</script>"u8], "photo.jpg", "image/jpeg");

        (asset.State(), asset.ErrorCode()).ShouldBe(("rejected", "unsupported-type"));
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }

    private async Task ServedAsync(string url, int width, int height)
    {
        var (content, contentType) = await service.DownloadAsync(url);
        contentType.ShouldBe("image/webp");
        content.AsSpan().IndexOf("Secret camera"u8).ShouldBe(-1);
        content.AsSpan().IndexOf("EXIF"u8).ShouldBe(-1);
        var facts = new ImageDecoder(new ImagingOptions()).Inspect(content).Value.ShouldNotBeNull();
        (facts.Width, facts.Height).ShouldBe((width, height));
    }
}

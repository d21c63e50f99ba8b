using System.Net;
using Azure.Storage.Blobs;
using FsCheck.Fluent;
using Magpie.Functions.Tests.Hosting;
using Magpie.Functions.Uploads;
using Magpie.Tests.Support;
using Magpie.Uploads;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;

namespace Magpie.Functions.Tests.Uploads;

[Collection(AppCollection.Name)]
public sealed class UploadUrlTests(AppFixture fixture)
{
    private static readonly HttpClient Storage = new();

    [Fact]
    public async Task A_large_file_may_be_put_in_blocks()
    {
        var upload = (await fixture.Client.ReserveAsync())[0];
        (await PutAsync(Add(upload.Url(), "comp=block&blockid=AAAA"), "bytes"u8.ToArray())).ShouldBe(HttpStatusCode.Created);
        (await PutAsync(
            Add(upload.Url(), "comp=blocklist"), "<?xml version=\"1.0\"?><BlockList><Latest>AAAA</Latest></BlockList>"u8.ToArray()))
            .ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_url_does_not_read_delete_list_or_open_another_blob()
    {
        var uploads = await fixture.Client.ReserveAsync(2);
        (await Storage.SendAsync(uploads[0].Put("bytes"u8.ToArray()))).StatusCode.ShouldBe(HttpStatusCode.Created);
        var url = uploads[0].Url();
        (await Storage.GetAsync(url)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await Storage.DeleteAsync(url)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await Storage.GetAsync(Add(new UriBuilder(url) { Path = "/devstoreaccount1/incoming" }.Uri, "restype=container&comp=list")))
            .StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var other = new UriBuilder(url) { Path = uploads[1].Url().AbsolutePath }.Uri;
        (await Storage.SendAsync(uploads[0].Put("bytes"u8.ToArray(), other))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var media = new UriBuilder(url) { Path = url.AbsolutePath.Replace("incoming", "media", StringComparison.Ordinal) }.Uri;
        (await Storage.SendAsync(uploads[0].Put("bytes"u8.ToArray(), media))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("sp=cw", "sp=racwd")]
    [InlineData("sr=b", "sr=c")]
    [InlineData("sig=", "sig=A")]
    [InlineData("&se=20", "&se=21")]
    public async Task A_url_that_was_changed_opens_nothing(string part, string change)
    {
        var upload = (await fixture.Client.ReserveAsync())[0];
        var tampered = upload.Url().AbsoluteUri.Replace(part, change, StringComparison.Ordinal);
        tampered.ShouldNotBe(upload.Url().AbsoluteUri);
        (await Storage.SendAsync(upload.Put("bytes"u8.ToArray(), new Uri(tampered)))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_url_that_ran_out_opens_nothing()
    {
        var yesterday = new ManualTime(TimeProvider.System.GetUtcNow() - TimeSpan.FromDays(1));
        var url = await UrlsAt(yesterday).CreateAsync("gallery", new string('0', 32), "image/jpeg", default);
        (await PutAsync(url.Url, "bytes"u8.ToArray())).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Whatever_the_blob_a_url_creates_and_writes_only_and_names_only_it()
    {
        var urls = UrlsAt(TimeProvider.System);
        var hex = Gen.Elements("0123456789abcdef".ToCharArray()).ArrayOf(32).Select(digits => new string(digits));
        foreach (var id in hex.Sample(200))
        {
            var made = await urls.CreateAsync("gallery", id, "image/jpeg", default);
            var query = QueryHelpers.ParseQuery(made.Url.Query);
            query["sp"].ToString().ShouldBe("cw");
            query["sr"].ToString().ShouldBe("b");
            query.ContainsKey("si").ShouldBeFalse();
            made.Url.AbsolutePath.ShouldBe($"/devstoreaccount1/incoming/gallery/{id}");
            (DateTimeOffset.Parse(query["se"]!) - DateTimeOffset.Parse(query["st"]!)).ShouldBeLessThanOrEqualTo(TimeSpan.FromMinutes(20));
            made.ToString().ShouldNotContain("sig");
        }
    }

    [Fact]
    public async Task Where_storage_speaks_https_a_url_allows_nothing_else()
    {
        var key = Convert.ToBase64String(new byte[32]);
        var service = new BlobServiceClient($"DefaultEndpointsProtocol=https;AccountName=magpie;AccountKey={key};EndpointSuffix=core.windows.net");
        using var keys = new DelegationKeys(service, TimeProvider.System);
        var urls = new BlobUploadUrls(service, keys, new UploadOptions(), TimeProvider.System);
        var made = await urls.CreateAsync("gallery", new string('a', 32), "image/jpeg", default);
        QueryHelpers.ParseQuery(made.Url.Query)["spr"].ToString().ShouldBe("https");
    }

    [Fact]
    public async Task A_reserved_upload_gets_a_fresh_url_and_one_that_arrived_does_not()
    {
        var upload = (await fixture.Client.ReserveAsync())[0];
        using var renewed = await fixture.Client.PostAsync($"/api/uploads/{upload.Id()}/renew", null);
        renewed.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Storage.SendAsync((await renewed.ReadJsonAsync()).Put("bytes"u8.ToArray()))).StatusCode.ShouldBe(HttpStatusCode.Created);

        await fixture.MoveAsync(upload.Id(), Magpie.Assets.AssetState.Received);
        using var late = await fixture.Client.PostAsync($"/api/uploads/{upload.Id()}/renew", null);
        await late.ShouldBeProblemAsync(HttpStatusCode.Conflict, "not-reserved");
    }

    [Fact]
    public async Task Nobody_renews_an_upload_that_is_not_there()
    {
        using var response = await fixture.Client.PostAsync($"/api/uploads/{new string('0', 32)}/renew", null);
        await response.ShouldBeProblemAsync(HttpStatusCode.NotFound, "asset-not-found");
    }

    private static async Task<HttpStatusCode> PutAsync(Uri url, byte[] content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, url) { Content = new ByteArrayContent(content) };
        request.Headers.Add("x-ms-blob-type", "BlockBlob");
        using var response = await Storage.SendAsync(request);
        return response.StatusCode;
    }

    private static Uri Add(Uri url, string query) => new UriBuilder(url) { Query = $"{url.Query.TrimStart('?')}&{query}" }.Uri;

    private BlobUploadUrls UrlsAt(TimeProvider time)
    {
        var service = fixture.App.Services.GetRequiredService<BlobServiceClient>();
        return new BlobUploadUrls(service, fixture.App.Services.GetRequiredService<DelegationKeys>(), new UploadOptions(), time);
    }
}

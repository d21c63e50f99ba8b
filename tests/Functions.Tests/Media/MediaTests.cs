using System.Net;
using System.Net.Http.Headers;
using Magpie.Assets;
using Magpie.Delivery;
using Magpie.Functions.Delivery;
using Magpie.Functions.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Magpie.Functions.Tests.Media;

[Collection(AppCollection.Name)]
public sealed class MediaTests(AppFixture fixture)
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 100).Select(n => (byte)n)];

    [Fact]
    public async Task A_file_is_served_to_anybody_for_ever_under_a_safe_name()
    {
        var path = await StoreAsync("image/webp");
        using var response = await fixture.App.Anonymous.GetAsync(path);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Content.ReadAsByteArrayAsync()).ShouldBe(Content);
        response.Content.Headers.ContentType!.ToString().ShouldBe("image/webp");
        response.Content.Headers.ContentDisposition!.ToString().ShouldMatch("^inline; filename=\"[0-9a-f]{32}-thumb.webp\"$");
        response.Headers.CacheControl!.ToString().ShouldContain("immutable");
        response.Headers.AcceptRanges.ShouldBe(["bytes"]);
        response.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);

        using var head = new HttpRequestMessage(HttpMethod.Head, path);
        using var headers = await fixture.App.Anonymous.SendAsync(head);
        headers.Content.Headers.ContentLength.ShouldBe(100);

        using var again = new HttpRequestMessage(HttpMethod.Get, path);
        again.Headers.IfNoneMatch.Add(response.Headers.ETag!);
        (await fixture.App.Anonymous.SendAsync(again)).StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task A_range_is_a_part_and_one_outside_is_refused()
    {
        var path = await StoreAsync("image/webp");
        using var part = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Range = new RangeHeaderValue(10, 19) } };
        using var partial = await fixture.App.Anonymous.SendAsync(part);
        partial.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        (await partial.Content.ReadAsByteArrayAsync()).ShouldBe(Content[10..20]);
        partial.Content.Headers.ContentRange!.ToString().ShouldBe("bytes 10-19/100");

        using var beyond = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Range = new RangeHeaderValue(100, null) } };
        using var refused = await fixture.App.Anonymous.SendAsync(beyond);
        refused.StatusCode.ShouldBe(HttpStatusCode.RequestedRangeNotSatisfiable);
        refused.Content.Headers.ContentRange!.ToString().ShouldBe("bytes */100");
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("image/svg+xml")]
    public async Task What_a_browser_could_run_is_saved_and_not_shown(string contentType)
    {
        using var response = await fixture.App.Anonymous.GetAsync(await StoreAsync(contentType));
        response.Content.Headers.ContentType!.ToString().ShouldBe("application/octet-stream");
        response.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        response.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("sandbox");
    }

    private async Task<string> StoreAsync(string contentType)
    {
        var id = AssetId.New(TimeProvider.System);
        await fixture.App.Services.GetRequiredService<MediaStore>().WriteAsync(id, [new Rendition("thumb", contentType, Content)], default);
        return $"/media/{id}/thumb";
    }
}

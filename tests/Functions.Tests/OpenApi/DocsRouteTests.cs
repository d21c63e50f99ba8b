using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Magpie.Functions.Tests.Hosting;

namespace Magpie.Functions.Tests.OpenApi;

[Collection(AppCollection.Name)]
public sealed partial class DocsRouteTests(AppFixture fixture)
{
    [Theory]
    [InlineData("/openapi.json", "application/json")]
    [InlineData("/docs", "text/html")]
    public async Task Anyone_reads_it_and_once_is_enough(string path, string type)
    {
        using var response = await fixture.App.Anonymous.GetAsync(path);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe(type);
        using var again = new HttpRequestMessage(HttpMethod.Get, path);
        again.Headers.IfNoneMatch.Add(response.Headers.ETag!);
        (await fixture.App.Anonymous.SendAsync(again)).StatusCode.ShouldBe(HttpStatusCode.NotModified);
        using var head = await fixture.App.Anonymous.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));
        head.Content.Headers.ContentLength.ShouldBe((await response.Content.ReadAsByteArrayAsync()).Length);
        (await head.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_pages_policy_lets_its_own_script_and_style_run_and_nothing_else()
    {
        using var response = await fixture.App.Anonymous.GetAsync("/docs");
        var page = await response.Content.ReadAsStringAsync();
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldStartWith("default-src 'none';");
        policy.ShouldNotContain("unsafe");
        policy.ShouldContain($"script-src '{HashOf(Script().Match(page).Groups["code"].Value)}';");
        policy.ShouldContain($"style-src '{HashOf(Style().Match(page).Groups["code"].Value)}';");
        Foreign().IsMatch(page).ShouldBeFalse("everything the page loads is here");
    }

    [Fact]
    public async Task The_document_that_the_page_shows_has_the_routes_of_both_other_apis()
    {
        (await fixture.App.Anonymous.GetStringAsync("/docs")).ShouldContain("openapi.json");
        using var document = System.Text.Json.JsonDocument.Parse(await fixture.App.Anonymous.GetStringAsync("/openapi.json"));
        var paths = document.RootElement.GetProperty("paths").EnumerateObject().Select(path => path.Name).ToList();
        string[] both = ["/v2/tags", "/v2/colors", "/v2/barcodes", "/v2/similar-images/colors/{index_id}", "/v2/searches", "/v2/inputs", "/v1/tag"];
        both.Where(path => !paths.Contains(path)).ShouldBeEmpty();
    }

    private static string HashOf(string text) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";

    [GeneratedRegex("<script type=\"module\">(?<code>.*)</script>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Script();

    [GeneratedRegex("<style>(?<code>.*)</style>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Style();

    [GeneratedRegex("(src|href)=\"(https?:)?//", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Foreign();
}

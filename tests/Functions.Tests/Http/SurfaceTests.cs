using System.Net;
using Azure.Storage.Blobs;
using Magpie.Functions.Storage;
using Magpie.Functions.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Magpie.Functions.Tests.Http;

[Collection(AppCollection.Name)]
public sealed class SurfaceTests(AppFixture fixture)
{
    [Theory]
    [InlineData("GET", "/nothing")]
    [InlineData("GET", "/api/assets/not-an-id")]
    [InlineData("GET", "/assets/../host.json")]
    [InlineData("GET", "/..%2f..%2fhost.json")]
    [InlineData("GET", "/Magpie.Functions.dll")]
    [InlineData("PUT", "/api/uploads")]
    [InlineData("POST", "/")]
    [InlineData("GET", "/media/x/original")]
    [InlineData("GET", "/media/00000000000000000000000000000000/secret")]
    [InlineData("GET", "/media/00000000000000000000000000000000/thumb")]
    public async Task What_is_not_there_is_a_404_that_says_so(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await fixture.App.Anonymous.SendAsync(request);
        await response.ShouldBeProblemAsync(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task The_page_comes_with_a_policy_that_lets_it_upload_and_run_nothing_foreign()
    {
        using var response = await fixture.App.Anonymous.GetAsync("/");
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.ToString().ShouldBe("text/html; charset=utf-8");
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("script-src 'self'");
        policy.ShouldContain($"connect-src 'self' http://127.0.0.1:{fixture.Storage.BlobPort}");
        response.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);

        using var again = new HttpRequestMessage(HttpMethod.Get, "/");
        again.Headers.IfNoneMatch.Add(response.Headers.ETag!);
        (await fixture.App.Anonymous.SendAsync(again)).StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task Answers_of_the_api_may_not_be_kept_sniffed_or_framed()
    {
        using var response = await fixture.Client.GetAsync("/api/tags");
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        response.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        response.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("default-src 'none'");
    }

    [Fact]
    public async Task The_go_services_health_is_answered_in_its_words()
    {
        using var response = await fixture.App.Anonymous.GetAsync("/api/v1/health");
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.ReadJsonAsync()).GetProperty("success").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Readiness_says_that_there_is_no_model_and_stays_200()
    {
        using var response = await fixture.App.Anonymous.GetAsync("/healthz");
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var health = await response.ReadJsonAsync();
        health.GetProperty("storage").GetString().ShouldBe("ok");
        health.GetProperty("models").GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    public async Task A_page_of_an_allowed_origin_may_use_every_method_that_a_path_takes(string method)
    {
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/v2/similar-images/colors/x");
        preflight.Headers.Add("Origin", "https://gallery.example");
        preflight.Headers.Add("Access-Control-Request-Method", method);
        using var allowed = await fixture.App.Anonymous.SendAsync(preflight);
        allowed.Headers.GetValues("Access-Control-Allow-Methods").Single().Split(", ").ShouldContain(method);
    }

    [Fact]
    public async Task A_page_of_an_allowed_origin_may_call()
    {
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/api/uploads");
        preflight.Headers.Add("Origin", "https://gallery.example");
        preflight.Headers.Add("Access-Control-Request-Method", "POST");
        preflight.Headers.Add("Access-Control-Request-Headers", "authorization,content-type");
        using var allowed = await fixture.App.Anonymous.SendAsync(preflight);
        allowed.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        allowed.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["https://gallery.example"]);
        allowed.Headers.GetValues("Access-Control-Allow-Methods").Single().ShouldContain("POST");
        allowed.Headers.GetValues("Access-Control-Allow-Headers").Single().ShouldContain("Authorization");
        allowed.Headers.Vary.ShouldContain("Origin");

        // Errors are readable too: or the page could not tell a person what is wrong.
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/assets");
        request.Headers.Add("Origin", "https://gallery.example");
        using var refused = await fixture.App.Anonymous.SendAsync(request);
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        refused.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["https://gallery.example"]);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("http://gallery.example")]
    [InlineData("https://gallery.example.evil.example")]
    [InlineData("null")]
    public async Task A_page_of_any_other_origin_may_not(string origin)
    {
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/api/uploads");
        preflight.Headers.TryAddWithoutValidation("Origin", origin);
        preflight.Headers.Add("Access-Control-Request-Method", "POST");
        using var response = await fixture.App.Anonymous.SendAsync(preflight);
        response.Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
        response.Headers.Contains("Access-Control-Allow-Methods").ShouldBeFalse();
    }

    [Fact]
    public async Task A_browser_may_put_to_storage_from_the_allowed_origin()
    {
        await fixture.App.Services.GetRequiredService<BlobCors>().EnsureAsync(default);
        var upload = (await fixture.Client.ReserveAsync())[0];
        using var preflight = new HttpRequestMessage(HttpMethod.Options, upload.Url());
        preflight.Headers.Add("Origin", "https://gallery.example");
        preflight.Headers.Add("Access-Control-Request-Method", "PUT");
        preflight.Headers.Add("Access-Control-Request-Headers", "content-type,x-ms-blob-type");
        using var storage = new HttpClient();
        using var response = await storage.SendAsync(preflight);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        response.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["https://gallery.example"]);
        (await fixture.App.Services.GetRequiredService<BlobServiceClient>().GetPropertiesAsync()).Value.Cors.Count.ShouldBe(1);
    }
}

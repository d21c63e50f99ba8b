using System.Net.Http.Headers;
using System.Net.Http.Json;
using Magpie.Accounts;
using Magpie.Concepts;
using Magpie.Fetching;
using Magpie.Functions.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Magpie.Functions.Tests.Clarifai;

[Collection(ClarifaiCollection.Name)]
public sealed class V2ErrorTests(ClarifaiFixture fixture)
{
    private const string Search = "/v2/searches";

    [Theory]
    [InlineData(Search, "{}", 40002)]
    [InlineData(Search, """{"query":{"ands":[]}}""", 40002)]
    [InlineData(Search, """{"searches":[]}""", 40002)]
    [InlineData(Search, """{"searches":[{"query":{}}]}""", 40002)]
    [InlineData(Search, """{"searches":[{"query":{"ranks":[{}]}}]}""", 40002)]
    [InlineData(Search, """{"searches":[{"query":{"ranks":[]}},{"query":{"ranks":[]}}]}""", 40002)]
    [InlineData(Search, """{"searches":[{"query":{"ranks":[{"annotation":{"data":{"concepts":[{"id":"nobody knows it"}]}}}]}}]}""", 40002)]
    [InlineData(Search, """{"searches":[{"query":{"ranks":[{"annotation":{"data":{"concepts":[{"name":"photo","language":"tlh"}]}}}]}}]}""", 40002)]
    [InlineData(Search, """{"searches":[{"query":{"ranks":[{"annotation":{"data":{"concepts":[{"name":"photo","value":1.5}]}}}]}}]}""", 40003)]
    [InlineData(Search, """{"searches":[{"query":{"ranks":[{"annotation":{"data":{"concepts":[{"name":"photo","value":-0.1}]}}}]}}]}""", 40003)]
    [InlineData(Search, """{"searches":[{"query":{"ranks":[{"annotation":{"data":{"concepts":[{"name":"photo","value":"1"}]}}}]}}]}""", 11100)]
    [InlineData(Search, """{"searches":[{"query":{"ranks":[{"annotation":{"data":{"image":{"base64":"%%%"}}}}]}}]}""", 30300)]
    [InlineData(Search, """{"searches":[{"query":{"ranks":[{"annotation":{"data":{"image":{"base64":"aGVsbG8="}}}}]}}]}""", 30101)]
    [InlineData(Search, """{"searches":[{"query":{"ranks":[{"annotation":{"data":{"image":{"url":"http://127.0.0.1:1/x.png"}}}}]}}]}""", 30106)]
    [InlineData(Search, """{"query":{"ands":[{"input":{"data":{"geo":{"geo_point":{"latitude":91,"longitude":0},"geo_limit":{"type":"withinMiles","value":1}}}}}]}}""", 40002)]
    [InlineData(Search, """{"query":{"ands":[{"input":{"data":{"geo":{"geo_point":{"latitude":1,"longitude":0},"geo_limit":{"type":"withinParsecs","value":1}}}}}]}}""", 40002)]
    [InlineData(Search, """{"query":{"ands":[{"output":{"data":{"concepts":[{"name":"photo"}]}}}]},"pagination":{"page":0}}""", 11105)]
    [InlineData(Search, """{"query":{"ands":[{"output":{"data":{"concepts":[{"name":"photo"}]}}}]},"pagination":{"per_page":1001}}""", 11105)]
    [InlineData(Search, """{"searches":[{"query":{"ranks":[{"annotation":{"data":{"image":{"url":"http://x.example/a.png","crop":[0,0,1,1]}}}}]}}]}""", 40002)]
    [InlineData(Search, """{"searches":[{"query":{"ranks":[{"annotation":{"data":{"concepts":[{"name":"photo"}],"regions":[{"id":"a"}]}}}]}}]}""", 40002)]
    [InlineData(Search, """{"searches":[{"query":{"ranks":[{"annotation":{"data":{"concepts":[{"name":"photo"}],"metadata":{"a":1}}}}]}}]}""", 40002)]
    [InlineData(Search, """{"searches":[{"query":{"filters":[{"annotation":{"data":{"concepts":[{"name":"photo"}],"image":{"base64":"aGVsbG8="}}}}]}}]}""", 40002)]
    [InlineData(Search, """{"searches":[{"query":{"filters":[{"annotation":{"data":{"concepts":[{"name":"photo"}],"regions":[{"id":"a"}]}}}]}}]}""", 40002)]
    [InlineData(Search, """{"searches":[{"query":{"filters":[{"annotation":{"data":{"concepts":[{"name":"photo"}],"image":{"input_id":"a"}}}}]}}]}""", 40002)]
    [InlineData(Search, """{"query":{"ands":[{"input":{"data":{"image":{"url":"http://x.example/a.png","crop":[0,0,1,1]}}}}]}}""", 40002)]
    [InlineData(Search, """{"query":{"ands":[{"output":{"data":{"concepts":[{"name":"photo"}]},"input":{"data":{"image":{"url":"http://x.example/a.png"}}}}}]}}""", 40002)]
    [InlineData(Search, "[]", 11100)]
    [InlineData(Search, "{", 11100)]
    [InlineData("/v2/inputs", """{"inputs":[]}""", 11102)]
    [InlineData("/v2/inputs", """{"inputs":[{"id":"x"}]}""", 30104)]
    [InlineData("/v2/inputs", """{"inputs":[{"data":{"image":{"base64":"!"}}}]}""", 30300)]
    [InlineData("/v2/inputs", """{"inputs":[{"data":{"image":{"url":"http://x.example/a.png"},"concepts":[{"id":"a","value":2}]}}]}""", 40003)]
    [InlineData("/v2/inputs", """{"inputs":[{"data":{"image":{"url":"http://x.example/a.png","crop":[0,0,1,1]}}}]}""", 30104)]
    [InlineData("/v2/inputs", """{"inputs":[{"data":{"image":{"url":"http://x.example/a.png"},"metadata":[1]}}]}""", 30104)]
    [InlineData("/v2/concepts", """{"concepts":[]}""", 40003)]
    [InlineData("/v2/concepts/searches", """{"concept_query":{"name":""}}""", 40003)]
    [InlineData("/v2/concepts/searches", """{"concept_query":{"name":"a*","language":"tlh"}}""", 40003)]
    [InlineData("/v2/annotations", """{"annotations":[{"input_id":"x","data":{}}]}""", 24155)]
    [InlineData("/v2/models/general-v1.3/outputs", """{"inputs":[{"data":{"image":{"url":"http://x.example/"}}}],"model":{"output_info":{"output_config":{"min_value":2}}}}""", 40001)]
    [InlineData("/v2/models/general-v1.3/outputs", """{"inputs":[{"data":{"image":{"url":"http://x.example/"}}}],"model":{"output_info":{"output_config":{"language":"tlh"}}}}""", 40001)]
    [InlineData("/v2/models/general-v1.3/outputs", """{"inputs":[{"data":{"image":{"url":"http://x.example/"}}}],"model":{"output_info":{"output_config":{"sample_ms":500}}}}""", 40001)]
    public async Task What_cannot_be_meant_is_a_400_in_v2s_shape(string path, string body, int code)
    {
        var (client, _) = await fixture.SignInAsync();
        using var response = await client.PostTextAsync(path, body);
        await response.ShouldBeV2ErrorAsync(400, code);
    }

    [Theory]
    [InlineData("GET", "/v2/inputs/nothing", 404, 30102)]
    [InlineData("DELETE", "/v2/inputs/nothing", 404, 30102)]
    [InlineData("GET", "/v2/inputs/00000000000000000000000000000000", 404, 30102)]
    [InlineData("GET", "/v2/concepts/nothing", 404, 11101)]
    [InlineData("GET", "/v2/models/nothing", 404, 21200)]
    [InlineData("GET", "/v2/models/general-v1.3/versions/nothing", 404, 21200)]
    [InlineData("GET", "/v2/models/e9576d86d2004ed1a38ba0cf39ecb4b1", 503, 21353)]
    [InlineData("GET", "/v2/workflows", 404, 11101)]
    [InlineData("GET", "/v2/users/a/apps/b/nothing", 404, 11101)]
    [InlineData("PUT", "/v2/inputs", 405, 11103)]
    [InlineData("GET", "/v2/searches", 405, 11103)]
    [InlineData("GET", "/v2/nothing", 404, 11101)]
    [InlineData("POST", "/v2/feedback", 404, 11101)]
    [InlineData("POST", "/v2/models", 405, 11103)]
    [InlineData("PATCH", "/v2/models", 405, 11103)]
    [InlineData("DELETE", "/v2/models/general-v1.3", 405, 11103)]
    [InlineData("POST", "/v2/models/general-v1.3/versions", 405, 11103)]
    [InlineData("GET", "/v2/inputs?page=0", 400, 11105)]
    [InlineData("GET", "/v2/inputs?per_page=many", 400, 11105)]
    [InlineData("GET", "/v2/inputs?page=99999&per_page=1000", 400, 11105)]
    public async Task What_is_not_there_is_said_in_v2s_shape(string method, string path, int status, int code)
    {
        var (client, _) = await fixture.SignInAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await client.SendAsync(request);
        await response.ShouldBeV2ErrorAsync(status, code);
    }

    [Theory]
    [InlineData("private", "http://10.0.0.1/a.png", 30106)]
    [InlineData("loopback", "http://localhost/a.png", 30106)]
    [InlineData("link-local", "http://169.254.1.1/a.png", 30106)]
    [InlineData("metadata", "http://169.254.169.254/latest/meta-data", 30106)]
    [InlineData("mapped", "http://[::ffff:10.0.0.1]/a.png", 30106)]
    [InlineData("file", "file:///etc/passwd", 30106)]
    [InlineData("user", "http://user:secret@example.com/a.png", 30106)]
    [InlineData("loop", "/loop", 30002)]
    [InlineData("into private", "/into-private", 30106)]
    [InlineData("bomb", "/bomb.png", 30105)]
    [InlineData("large", "/large.png", 30105)]
    [InlineData("endless", "/endless.png", 30105)]
    [InlineData("page", "/page.html", 30101)]
    [InlineData("missing", "/missing.png", 30002)]
    public async Task A_url_that_must_not_or_cannot_be_fetched_fails_its_input_alone(string id, string url, int code)
    {
        var (client, _) = await fixture.SignInAsync();
        var address = url[0] == '/' ? fixture.Url(url[1..]) : url;
        using var response = await client.PostAsJsonAsync("/v2/inputs", new { inputs = new[] { Input(id, address), Input("good", fixture.Url("red.png")) } });
        ((int)response.StatusCode).ShouldBe(207);
        var answer = await response.ReadJsonAsync();
        answer.GetProperty("status").GetProperty("code").GetInt32().ShouldBe(10010);
        var statuses = answer.GetProperty("inputs").EnumerateArray().Select(input => input.GetProperty("status").GetProperty("code").GetInt32()).ToArray();
        statuses.ShouldBe([code, 30000]);
        (await client.GetAsync($"/v2/inputs/{Uri.EscapeDataString(id)}")).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);

        // The id is free again.
        await client.AddAsync(id, fixture.Url("nest.jpg"));
    }

    [Fact]
    public async Task Ten_thousand_ranks_and_too_many_inputs_or_concepts_are_refused()
    {
        var (client, _) = await fixture.SignInAsync();
        var rank = """{"annotation":{"input_id":"x"}}""";
        using var ranks = await client.PostTextAsync(Search, """{"searches":[{"query":{"ranks":[""" + string.Join(',', Enumerable.Repeat(rank, 10_000)) + "]}}]}");
        await ranks.ShouldBeV2ErrorAsync(400, 40002);
        using var inputs = await client.PostAsJsonAsync("/v2/inputs", new { inputs = Enumerable.Range(0, 129).Select(n => Input($"i{n}", "http://x.example/")) });
        await inputs.ShouldBeV2ErrorAsync(400, 30105);
        using var concepts = await client.PostAsJsonAsync("/v2/concepts", new { concepts = Enumerable.Range(0, 129).Select(n => new { id = $"c{n}" }) });
        await concepts.ShouldBeV2ErrorAsync(400, 40003);
    }

    [Fact]
    public async Task A_body_that_is_too_large_or_no_json_is_said_so()
    {
        var (client, _) = await fixture.SignInAsync();
        using var form = new MultipartFormDataContent { { new ByteArrayContent([1]), "file", "a.png" } };
        await (await client.PostAsync("/v2/inputs", form)).ShouldBeV2ErrorAsync(415, 11100);
        using var large = new HttpRequestMessage(HttpMethod.Post, "/v2/inputs") { Content = new ByteArrayContent(new byte[(60 << 20) + 1]) };
        large.Headers.ExpectContinue = true;
        await (await client.SendAsync(large)).ShouldBeV2ErrorAsync(413, 40033);
    }

    [Fact]
    public async Task A_body_that_does_not_say_that_it_is_too_large_is_refused_when_it_is()
    {
        var (client, _) = await fixture.SignInAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v2/inputs") { Content = new ByteArrayContent(new byte[(60 << 20) + 1]) };
        request.Headers.TransferEncodingChunked = true;
        await (await client.SendAsync(request)).ShouldBeV2ErrorAsync(413, 40033);
    }

    [Fact]
    public async Task An_input_whose_file_has_not_come_is_pending_and_one_that_was_rejected_cannot_be_changed()
    {
        var (client, _) = await fixture.SignInAsync();
        using var reserved = await client.PostTextAsync("/api/uploads", """{"files":[{"name":"a.png","contentType":"image/png","size":10}]}""");
        var asset = (await reserved.ReadJsonAsync()).GetProperty("uploads")[0].GetProperty("id").GetString();
        var input = (await (await client.GetAsync($"/v2/inputs/{asset}")).ReadJsonAsync()).GetProperty("input");
        input.GetProperty("status").GetProperty("code").GetInt32().ShouldBe(30001);

        var cut = Convert.ToBase64String(ClarifaiPictures.Stripes[..60]);
        (await client.PostTextAsync("/v2/inputs", $$$$$"""{"inputs":[{"id":"cut","data":{"image":{"base64":"{{{{{cut}}}}}"}}}]}""")).StatusCode.ShouldBe(System.Net.HttpStatusCode.BadRequest);
        using var patched = await client.PatchAsync("/v2/inputs/cut", Hosting.Http.Json("""{"input":{"data":{"concepts":[{"id":"a"}]}}}"""));
        await patched.ShouldBeV2ErrorAsync(400, 30203);
    }

    [Fact]
    public async Task An_input_that_no_model_gave_a_vector_cannot_be_searched_by()
    {
        await using var app = await RunningApp.StartAsync(fixture.Storage.ConnectionString, $"--MAGPIE_FETCH_ALLOW={fixture.Web.HostAndPort}");
        var (client, _) = await app.SignInAsync("a" + Path.GetRandomFileName().Replace(".", "", StringComparison.Ordinal));
        await client.AddAsync("mine", fixture.Url("red.png"));
        using var found = await client.PostTextAsync(Search, """{"searches":[{"query":{"ranks":[{"annotation":{"input_id":"mine"}}]}}]}""");
        await found.ShouldBeV2ErrorAsync(400, 43004);
    }

    [Fact]
    public async Task What_is_our_own_mistake_is_said_to_be_and_nothing_more_of_it()
    {
        await using var app = await RunningApp.StartAsync(
            fixture.Storage.ConnectionString, TimeProvider.System, static services => services.AddSingleton<IConceptStore, BrokenConcepts>());
        var (client, _) = await app.SignInAsync("a" + Path.GetRandomFileName().Replace(".", "", StringComparison.Ordinal));
        await (await client.GetAsync("/v2/concepts")).ShouldBeV2ErrorAsync(500, 98004);
    }

    [Fact]
    public async Task Another_accounts_ids_do_not_exist()
    {
        var (owner, _) = await fixture.SignInAsync();
        await owner.AddAsync("mine", fixture.Url("red.png"), "secret thing");
        var asset = (await (await owner.GetAsync("/api/assets")).ReadJsonAsync()).GetProperty("assets")[0].GetProperty("id").GetString();
        (await owner.GetAsync($"/v2/inputs/{asset}")).EnsureSuccessStatusCode();

        var (other, _) = await fixture.SignInAsync();
        foreach (var id in (string[])["mine", asset!])
        {
            await (await other.GetAsync($"/v2/inputs/{id}")).ShouldBeV2ErrorAsync(404, 30102);
            await (await other.DeleteAsync($"/v2/inputs/{id}")).ShouldBeV2ErrorAsync(404, 30102);
            await (await other.PostTextAsync(Search, $$$$$"""{"searches":[{"query":{"ranks":[{"annotation":{"input_id":"{{{{{id}}}}}"}}]}}]}""")).ShouldBeV2ErrorAsync(404, 30102);
            await (await other.PostTextAsync("/v2/annotations", $$$$$"""{"annotations":[{"input_id":"{{{{{id}}}}}","data":{"concepts":[{"id":"a"}]}}]}""")).ShouldBeV2ErrorAsync(404, 30102);
        }

        await (await other.GetAsync("/v2/concepts/secret%20thing")).ShouldBeV2ErrorAsync(404, 11101);
        (await owner.GetAsync("/v2/inputs/mine")).EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task Without_a_key_or_with_a_wrong_one_it_is_a_401_and_a_publishable_key_may_add_and_read_back_only()
    {
        await (await fixture.App.Anonymous.GetAsync("/v2/inputs")).ShouldBeV2ErrorAsync(401, 11102);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v2/concepts");
        request.Headers.Authorization = new AuthenticationHeaderValue("Key", "mk_nobody.has-this-secret");
        await (await fixture.App.Anonymous.SendAsync(request)).ShouldBeV2ErrorAsync(401, 11009);

        var (page, _) = await fixture.App.SignInAsync("a" + Path.GetRandomFileName().Replace(".", "", StringComparison.Ordinal), CredentialKind.Publishable);
        await page.AddAsync("mine", fixture.Url("red.png"));
        (await page.GetAsync("/v2/inputs/mine")).EnsureSuccessStatusCode();
        await (await page.DeleteAsync("/v2/inputs/mine")).ShouldBeV2ErrorAsync(403, 11007);
        await (await page.GetAsync("/v2/concepts")).ShouldBeV2ErrorAsync(403, 11007);
        await (await page.PostTextAsync("/v2/users/a/apps/b/searches", "{}")).ShouldBeV2ErrorAsync(403, 11007);
    }

    [Fact]
    public async Task A_token_of_either_path_opens_v2()
    {
        var (_, made) = await fixture.SignInAsync();
        foreach (var path in (string[])["/v2/token", "/v2/users/me/apps/mine/token"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path);
            request.Headers.Authorization = RunningApp.Basic(made.Credential.Key, made.Secret!);
            var token = (await (await fixture.App.Anonymous.SendAsync(request)).ReadJsonAsync()).GetProperty("access_token").GetString();
            using var list = new HttpRequestMessage(HttpMethod.Get, "/v2/users/me/apps/mine/inputs");
            list.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            (await fixture.App.Anonymous.SendAsync(list)).EnsureSuccessStatusCode();
        }
    }

    [Fact]
    public async Task A_wrong_secret_in_the_form_for_a_token_is_a_wrong_key_and_not_a_missing_one()
    {
        var (_, made) = await fixture.SignInAsync();
        using var form = new FormUrlEncodedContent([new("client_id", made.Credential.Key), new("client_secret", "wrong"), new("grant_type", "client_credentials")]);
        await (await fixture.App.Anonymous.PostAsync("/v2/token", form)).ShouldBeV2ErrorAsync(401, 11009);
    }

    [Fact]
    public async Task While_no_more_can_be_fetched_a_search_by_url_is_to_be_sent_again_later()
    {
        await using var app = await RunningApp.StartAsync(
            fixture.Storage.ConnectionString, TimeProvider.System, static services => services.AddSingleton<IImageFetcher, BusyFetcher>());
        var (client, _) = await app.SignInAsync("a" + Path.GetRandomFileName().Replace(".", "", StringComparison.Ordinal));
        using var found = await client.PostTextAsync(Search, """{"searches":[{"query":{"ranks":[{"annotation":{"data":{"image":{"url":"http://x.example/a.png"}}}}]}}]}""");
        await found.ShouldBeV2ErrorAsync(503, 10030);
        found.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
    }

    private static object Input(string id, string url) => new { id, data = new { image = new { url } } };

    private sealed class BusyFetcher : IImageFetcher
    {
        public Task<FetchResult> FetchAsync(string url, FetchedKinds kinds, CancellationToken cancellationToken) =>
            Task.FromResult<FetchResult>(new FetchResult.Refused(FetchCodes.Busy, "Too much is fetched at once."));
    }

    private sealed class BrokenConcepts : IConceptStore
    {
        public Task<IReadOnlyList<Concept>> ListAsync(string account, CancellationToken cancellationToken) => throw new InvalidOperationException("Broken.");

        public Task<bool> TryAddAsync(string account, Concept concept, CancellationToken cancellationToken) => throw new InvalidOperationException("Broken.");

        public Task ReplaceAsync(string account, Concept concept, CancellationToken cancellationToken) => throw new InvalidOperationException("Broken.");
    }
}

using System.Net.Http.Headers;
using System.Net.Http.Json;
using Magpie.Accounts;
using Magpie.Functions.Tests.Hosting;
using Magpie.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Magpie.Functions.Tests.Clarifai;

[Collection(ClarifaiCollection.Name)]
public sealed class V2InputTests(ClarifaiFixture fixture)
{
    [Fact]
    public async Task Of_inputs_that_want_one_id_or_one_url_at_once_one_gets_it()
    {
        var (client, _) = await fixture.SignInAsync();
        var same = Enumerable.Repeat(new { id = "same", data = new { image = new { url = fixture.Url("red.png"), allow_duplicate_url = true } } }, 6);
        (await CodesAsync(await client.PostAsJsonAsync("/v2/inputs", new { inputs = same }))).Order().ShouldBe([30000, 30100, 30100, 30100, 30100, 30100]);
        var urls = Enumerable.Range(0, 6).Select(number => new { id = $"url{number}", data = new { image = new { url = fixture.Url("nest.jpg") } } });
        (await CodesAsync(await client.PostAsJsonAsync("/v2/inputs", new { inputs = urls }))).Order().ShouldBe([30000, 30100, 30100, 30100, 30100, 30100]);
        (await ListAsync(client)).Length.ShouldBe(2);
    }

    [Fact]
    public async Task An_id_is_free_again_when_its_input_is_deleted_here_or_as_an_asset()
    {
        var (client, _) = await fixture.SignInAsync();
        await client.AddAsync("mine", fixture.Url("red.png"));
        (await client.DeleteAsync("/v2/inputs/mine")).EnsureSuccessStatusCode();
        await client.AddAsync("mine", fixture.Url("red.png"));
        var asset = (await (await client.GetAsync("/api/assets")).ReadJsonAsync()).GetProperty("assets")[0].GetProperty("id").GetString();
        (await client.DeleteAsync($"/api/assets/{asset}")).EnsureSuccessStatusCode();
        await (await client.GetAsync("/v2/inputs/mine")).ShouldBeV2ErrorAsync(404, 30102);
        await client.AddAsync("mine", fixture.Url("red.png"));
        (await ListAsync(client)).ShouldBe(["mine"]);
    }

    [Fact]
    public async Task An_input_is_an_asset_with_its_concepts_as_tags_and_one_change_shows_in_both()
    {
        var (client, _) = await fixture.SignInAsync();
        await client.AddAsync("mine", fixture.Url("meadow.png"), "Field");
        var asset = (await (await client.GetAsync("/api/assets")).ReadJsonAsync()).GetProperty("assets")[0];
        asset.GetProperty("userTags").ToString().ShouldBe("""["field"]""");
        asset.GetProperty("name").GetString().ShouldBe("meadow.png");
        var id = asset.GetProperty("id").GetString();

        (await client.PatchAsJsonAsync($"/api/assets/{id}", new { tags = (string[])["field", "summer"] })).EnsureSuccessStatusCode();
        var input = (await (await client.GetAsync("/v2/inputs/mine")).ReadJsonAsync()).GetProperty("input").GetProperty("data");
        input.GetProperty("concepts").EnumerateArray().Select(concept => concept.GetProperty("id").GetString()).ShouldBe(["Field", "summer"]);

        using var annotated = await client.PostTextAsync("/v2/annotations", """{"annotations":[{"input_id":"mine","data":{"concepts":[{"id":"summer","value":0},{"id":"July"}]}}]}""");
        (await annotated.ReadJsonAsync()).GetProperty("annotations")[0].GetProperty("status").GetProperty("code").GetInt32().ShouldBe(24150);
        (await (await client.GetAsync($"/api/assets/{id}")).ReadJsonAsync()).GetProperty("userTags").ToString().ShouldBe("""["field","july"]""");

        using var patched = await client.PatchAsync("/v2/inputs/mine", JsonContent.Create(new { action = "remove", input = new { data = new { concepts = new[] { new { id = "July" } } } } }));
        (await patched.ReadJsonAsync()).GetProperty("inputs")[0].GetProperty("data").GetProperty("concepts").GetArrayLength().ShouldBe(2);
        (await client.PatchAsync("/v2/inputs", JsonContent.Create(new { action = "destroy", inputs = new[] { new { id = "mine" } } })))
            .StatusCode.ShouldBe(System.Net.HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Of_a_concept_that_is_said_to_be_there_and_not_to_be_there_the_last_counts()
    {
        var (client, _) = await fixture.SignInAsync();
        using var made = await client.PostTextAsync(
            "/v2/inputs", $$$$$"""{"inputs":[{"id":"mine","data":{"image":{"url":"{{{{{fixture.Url("red.png")}}}}}"},"concepts":[{"id":"tree"},{"id":"car","value":0},{"id":"tree","value":0},{"id":"car"}]}}]}""");
        made.EnsureSuccessStatusCode();
        (await ConceptsAsync(client)).ShouldBe(["car=1", "tree=0"]);

        using var merged = await client.PatchAsync("/v2/inputs/mine", Hosting.Http.Json("""{"input":{"data":{"concepts":[{"id":"house","value":0},{"id":"house"},{"id":"car"},{"id":"car","value":0}]}}}"""));
        merged.EnsureSuccessStatusCode();
        (await ConceptsAsync(client)).ShouldBe(["car=0", "house=1", "tree=0"]);
        using var overwritten = await client.PatchAsync("/v2/inputs/mine", Hosting.Http.Json("""{"action":"overwrite","input":{"data":{"concepts":[{"id":"Tree"},{"id":"tree","value":0}]}}}"""));
        overwritten.EnsureSuccessStatusCode();
        (await ConceptsAsync(client)).ShouldHaveSingleItem().ShouldEndWith("ree=0");
    }

    [Fact]
    public async Task Each_of_several_inputs_says_for_itself_why_it_is_not_taken_and_makes_no_concept_then()
    {
        var (client, _) = await fixture.SignInAsync();
        using var made = await client.PostTextAsync("/v2/inputs", $$$$$"""
            {"inputs":[
              {"id":"good","data":{"image":{"url":"{{{{{fixture.Url("red.png")}}}}}"},"concepts":[{"id":"kept"}]}},
              {"id":"bytes","data":{"image":{"base64":"%"},"concepts":[{"id":"of bytes"}]}},
              {"id":"value","data":{"image":{"url":"{{{{{fixture.Url("nest.jpg")}}}}}"},"concepts":[{"id":"of value"},{"id":"x","value":2}]}},
              {"id":"concept","data":{"image":{"url":"{{{{{fixture.Url("nest.jpg")}}}}}"},"concepts":[{"id":"of concept"},{"id":"!","name":" "}]}},
              {"id":"nothing","data":{"concepts":[{"id":"of nothing"}]}},
              {"id":"metadata","data":{"image":{"url":"{{{{{fixture.Url("nest.jpg")}}}}}"},"concepts":[{"id":"of metadata"}],"metadata":[1]}},
              {"id":"page","data":{"image":{"url":"{{{{{fixture.Url("page.html")}}}}}"},"concepts":[{"id":"of page"}]}},
              {"id":"cut","data":{"image":{"base64":"{{{{{Convert.ToBase64String(ClarifaiPictures.Stripes[..60])}}}}}"},"concepts":[{"id":"of cut"}]}}
            ]}
            """);
        ((int)made.StatusCode).ShouldBe(207, await made.Content.ReadAsStringAsync());
        (await CodesAsync(made)).ShouldBe([30000, 30300, 40003, 40003, 30104, 30104, 30101, 30002]);
        (await OwnConceptsAsync(client)).ShouldBe(["kept"]);
    }

    [Fact]
    public async Task Each_of_several_changes_says_for_itself_why_it_is_not_made()
    {
        var (client, _) = await fixture.SignInAsync();
        await client.AddAsync("one", fixture.Url("red.png"));
        await client.AddAsync("two", fixture.Url("nest.jpg"));
        using var changed = await client.PatchAsync("/v2/inputs", Hosting.Http.Json("""
            {"inputs":[
              {"id":"one","data":{"concepts":[{"id":"kept"}]}},
              {"id":"nobody","data":{"concepts":[{"id":"of nobody"}]}},
              {"id":"two","data":{"concepts":[{"id":"of value"},{"id":"x","value":2}]}},
              {"id":"two","data":{"metadata":{"a":1}}}
            ]}
            """));
        ((int)changed.StatusCode).ShouldBe(207);
        (await CodesAsync(changed)).ShouldBe([30000, 30102, 40003, 30000]);
        (await changed.ReadJsonAsync()).GetProperty("inputs").EnumerateArray().Select(input => input.GetProperty("id").GetString()).ShouldBe(["one", "nobody", "two", "two"]);
        (await OwnConceptsAsync(client)).ShouldBe(["kept"]);

        using var none = await client.PatchAsync("/v2/inputs", Hosting.Http.Json("""{"inputs":[{"id":"a","data":{"concepts":[{"id":"b"}]}},{"id":"c","data":{"concepts":[{"id":"d"}]}}]}"""));
        await none.ShouldBeV2ErrorAsync(404, 30102);
        using var annotated = await client.PostTextAsync("/v2/annotations", """{"annotations":[{"input_id":"one","data":{"concepts":[{"id":"kept","value":0}]}},{"input_id":"nobody","data":{"concepts":[{"id":"e"}]}}]}""");
        ((int)annotated.StatusCode).ShouldBe(207);
        (await annotated.ReadJsonAsync()).GetProperty("annotations").EnumerateArray().Select(noted => noted.GetProperty("status").GetProperty("code").GetInt32()).ShouldBe([24150, 30102]);
        (await OwnConceptsAsync(client)).ShouldBe(["kept"]);
    }

    [Fact]
    public async Task Everything_can_be_deleted_at_once()
    {
        var (client, _) = await fixture.SignInAsync();
        await client.AddAsync("one", fixture.Url("red.png"));
        await client.AddAsync("two", fixture.Url("nest.jpg"));
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/v2/inputs") { Content = JsonContent.Create(new { delete_all = true }) };
        (await client.SendAsync(request)).EnsureSuccessStatusCode();
        (await ListAsync(client)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_that_is_damaged_is_refused_with_its_reason_and_can_be_sent_again()
    {
        var (client, _) = await fixture.SignInAsync();
        var cut = Convert.ToBase64String(ClarifaiPictures.Stripes[..60]);
        using var first = await client.PostAsJsonAsync("/v2/inputs", new { inputs = new[] { new { id = "mine", data = new { image = new { base64 = cut } } } } });
        (await CodesAsync(first)).ShouldBe([30002]);
        var whole = Convert.ToBase64String(ClarifaiPictures.Stripes);
        using var again = await client.PostAsJsonAsync("/v2/inputs", new { inputs = new[] { new { id = "mine", data = new { image = new { base64 = "data:image/png;base64," + whole } } } } });
        (await CodesAsync(again)).ShouldBe([30000]);
    }

    [Fact]
    public async Task Over_its_limit_an_account_is_told_so_in_either_shape_and_an_expired_token_is_said_to_be_expired()
    {
        await using var storage = new Azurite();
        await storage.StartAsync();
        var time = new ManualTime();
        await using var app = await RunningApp.StartAsync(storage.ConnectionString, time, "--Magpie:Accounts:RequestsPerMinute=1", "--Magpie:Accounts:Burst=3");
        (await app.Anonymous.GetAsync("/healthz")).EnsureSuccessStatusCode();
        var made = await app.Services.GetRequiredService<AccountService>().AddAsync("gallery", CredentialKind.Secret, "test", default);
        using var client = new HttpClient { BaseAddress = app.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Key", $"{made.Credential.Key}.{made.Secret}");
        using var form = new FormUrlEncodedContent([new("client_id", made.Credential.Key), new("client_secret", made.Secret)]);
        var token = (await (await app.Anonymous.PostAsync("/v1/token", form)).ReadJsonAsync()).GetProperty("access_token").GetString();
        (await client.GetAsync("/v2/models")).EnsureSuccessStatusCode();
        (await client.GetAsync("/v2/models")).EnsureSuccessStatusCode();

        using var second = await client.GetAsync("/v2/models");
        await second.ShouldBeV2ErrorAsync(429, 11005);
        second.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
        using var first = await client.GetAsync("/v1/tag?url=x");
        (await first.ReadJsonAsync()).GetProperty("status_code").GetString().ShouldBe("THROTTLED");
        first.Headers.GetValues("X-Throttle-Wait-Seconds").ShouldHaveSingleItem();

        time.Advance(Authenticator.TokenLifetime + TimeSpan.FromMinutes(5));
        using var expired = await app.Anonymous.GetAsync($"/v1/tag?url=x&access_token={token}");
        (await expired.ReadJsonAsync()).GetProperty("status_code").GetString().ShouldBe("TOKEN_EXPIRED");
    }

    private static async Task<string[]> ConceptsAsync(HttpClient client) =>
        [.. (await (await client.GetAsync("/v2/inputs/mine")).ReadJsonAsync()).GetProperty("input").GetProperty("data").GetProperty("concepts").EnumerateArray()
            .Select(concept => $"{concept.GetProperty("id").GetString()}={concept.GetProperty("value")}").Order(StringComparer.Ordinal)];

    private static async Task<string?[]> OwnConceptsAsync(HttpClient client) =>
        [.. (await (await client.GetAsync("/v2/concepts?per_page=1000")).ReadJsonAsync()).GetProperty("concepts").EnumerateArray()
            .Where(concept => concept.GetProperty("app_id").GetString() != "main").Select(concept => concept.GetProperty("id").GetString())];

    private static async Task<int[]> CodesAsync(HttpResponseMessage response) =>
        [.. (await response.ReadJsonAsync()).GetProperty("inputs").EnumerateArray().Select(input => input.GetProperty("status").GetProperty("code").GetInt32())];

    private static async Task<string?[]> ListAsync(HttpClient client) =>
        [.. (await (await client.GetAsync("/v2/inputs")).ReadJsonAsync()).GetProperty("inputs").EnumerateArray().Select(input => input.GetProperty("id").GetString())];
}

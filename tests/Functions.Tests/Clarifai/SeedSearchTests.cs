using System.Text;
using System.Text.RegularExpressions;
using Magpie.Functions.Tests.Hosting;

namespace Magpie.Functions.Tests.Clarifai;

/// <summary>The requests of the second seed, Clarifai's guide to ranking: as its curl and JavaScript examples send them, on each path.</summary>
[Collection(ClarifaiCollection.Name)]
public sealed partial class SeedSearchTests(ClarifaiFixture fixture)
{
    private const string Misspelt = "/v2/annnotations/searches";

    public static TheoryData<string, bool> Ways => new()
    {
        { Misspelt, true },
        { Misspelt, false },
        { "/v2/annotations/searches", true },
        { "/v2/searches", false },
        { "/v2/users/somebody/apps/something/annotations/searches", true },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task By_one_concept(string path, bool asCurl)
    {
        using var client = await FilledAsync();
        (await AskAsync(client, path, asCurl, Ranks(Concept("people", 1)))).ShouldBe(["nest"]);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task By_a_concept_and_without_another(string path, bool asCurl)
    {
        using var client = await FilledAsync();
        (await AskAsync(client, path, asCurl, Ranks(Concept("cat", 1), Concept("dog", 0)))).ShouldBe(["stripes"]);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task By_a_concept_in_another_language(string path, bool asCurl)
    {
        using var client = await FilledAsync();
        (await AskAsync(client, path, asCurl, Ranks("""{"annotation":{"data":{"concepts":[{"name":"犬","language":"ja","value":1}]}}}"""))).ShouldBe(["meadow"]);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task By_an_image_at_a_url(string path, bool asCurl)
    {
        using var client = await FilledAsync();
        (await AskAsync(client, path, asCurl, Ranks($$$$$"""{"annotation":{"data":{"image":{"url":"{{{{{fixture.Url("stripes.png")}}}}}"}}}}""")))[0].ShouldBe("stripes");
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task By_an_images_bytes_with_the_line_breaks_that_base64_puts_into_them(string path, bool asCurl)
    {
        using var client = await FilledAsync();
        var broken = Convert.ToBase64String(ClarifaiPictures.Meadow, Base64FormattingOptions.InsertLineBreaks);
        (await AskAsync(client, path, asCurl, Ranks($$$$$"""{"annotation":{"data":{"image":{"base64":"{{{{{broken}}}}}"}}}}""")))[0].ShouldBe("meadow");
    }

    [Theory]
    [InlineData("""{"annotation":{"input_id":"stripes"}}""")]
    [InlineData("""{"annotation":{"data":{"image":{"input_id":"stripes"}}}}""")]
    public async Task By_an_inputs_id(string rank)
    {
        using var client = await FilledAsync();
        (await AskAsync(client, Misspelt, true, Ranks(rank)))[0].ShouldBe("stripes");
    }

    [Fact]
    public async Task Several_ranks_multiply_filters_go_first_and_pages_follow_each_other()
    {
        using var client = await FilledAsync();
        var both = await client.PostTextAsync(Misspelt, Ranks(Concept("animal", 1), $$$$$"""{"annotation":{"data":{"image":{"url":"{{{{{fixture.Url("stripes.png")}}}}}"}}}}"""));
        var found = await both.HitsAsync();
        found[0].ShouldBe("stripes");
        found.ShouldNotContain("nest");

        var filtered = await client.PostTextAsync(
            Misspelt, """{"searches":[{"query":{"filters":[{"annotation":{"data":{"concepts":[{"id":"animal","value":1}]}}}],"ranks":[{"annotation":{"input_id":"meadow"}}]}}]}""");
        var left = await filtered.HitsAsync();
        left[0].ShouldBe("meadow");
        left.ShouldNotContain("nest");

        var pages = new List<string[]>();
        for (var page = 1; page <= 3; page++)
        {
            var body = $$$$$"""{"searches":[{"query":{"ranks":[{{{{{Concept("people", 0)}}}}}]}}],"pagination":{"page":{{{{{page}}}}},"per_page":1}}""";
            pages.Add([.. (await (await client.PostTextAsync(Misspelt, body)).HitsAsync()).OfType<string>()]);
        }

        pages.ShouldBe([["meadow"], ["stripes"], []]);
    }

    [Fact]
    public async Task A_hit_has_score_input_and_annotation_and_an_upload_of_ours_is_one_too()
    {
        using var client = await FilledAsync();
        var response = await client.PostTextAsync(Misspelt, Ranks(Concept("cat", 1)));
        var hit = (await response.ReadJsonAsync()).GetProperty("hits")[0];
        hit.EnumerateObject().Select(member => member.Name).ShouldBe(["score", "input", "annotation"]);
        hit.GetProperty("score").GetDouble().ShouldBe(1);
        hit.GetProperty("annotation").GetProperty("input_id").GetString().ShouldBe("stripes");
        hit.GetProperty("annotation").GetProperty("id").GetString()!.ShouldMatch("^[0-9a-f]{32}$");

        using var form = new MultipartFormDataContent { { new ByteArrayContent(ClarifaiPictures.Meadow), "file", "field.png" }, { new StringContent("cat"), "tags" } };
        (await client.PostAsync("/api/v1/upload", form)).EnsureSuccessStatusCode();
        (await (await client.PostTextAsync(Misspelt, Ranks(Concept("cat", 1)))).HitsAsync()).Length.ShouldBe(2);
        (await client.GetAsync("/api/assets?tag=dog")).EnsureSuccessStatusCode();
    }

    private static string Concept(string id, int value) => $$$$$"""{"annotation":{"data":{"concepts":[{"id":"{{{{{id}}}}}","value":{{{{{value}}}}}}]}}}""";

    private static string Ranks(params string[] ranks) => """{"searches": [{"query": {"ranks": [""" + string.Join(", ", ranks) + "]}}]}";

    /// <summary>As curl sends it, or as <c>fetch</c> does: with user and app, and no type but that of text.</summary>
    private static async Task<string?[]> AskAsync(HttpClient client, string path, bool asCurl, string body)
    {
        var sent = asCurl ? "\n  " + body : "{\"user_app_id\": {\"user_id\": \"{YOUR_USER_ID}\", \"app_id\": \"{YOUR_APP_ID}\"}," + Opening().Replace(body, "");
        using var response = await client.PostAsync(path, new StringContent(sent, Encoding.UTF8, asCurl ? "application/json" : "text/plain"));
        return await response.HitsAsync();
    }

    /// <summary>An account with three inputs: a nest with people, striped cats, a meadow with dogs.</summary>
    private async Task<HttpClient> FilledAsync()
    {
        var (client, _) = await fixture.SignInAsync();
        await client.AddAsync("nest", fixture.Url("nest.jpg"), "people");
        await client.AddAsync("stripes", fixture.Url("stripes.png"), "cat", "animal");
        await client.AddAsync("meadow", fixture.Url("meadow.png"), "dog", "animal");
        return client;
    }

    [GeneratedRegex(@"^\{", RegexOptions.None, 1_000)]
    private static partial Regex Opening();
}

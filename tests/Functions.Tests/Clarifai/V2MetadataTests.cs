using Magpie.Assets;
using Magpie.Functions.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Magpie.Functions.Tests.Clarifai;

/// <summary>Metadata that is JSON and yet no metadata: text that is no text, and names that are there twice.</summary>
[Collection(ClarifaiCollection.Name)]
public sealed class V2MetadataTests(ClarifaiFixture fixture)
{
    public static TheoryData<string> Unreadable =>
    [
        """{"a":"\ud800"}""",
        """{"a":{"b":[1,"\udc00x"]}}""",
        """{"\ud800":1}""",
        """{"a":1,"a":2}""",
        """{"a":{"b":1,"\u0062":2}}""",
        """[{"a":1}]""",
        "\"a\"",
    ];

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task It_is_refused_when_an_input_is_made_or_changed_and_in_a_search(string metadata)
    {
        var (client, _) = await fixture.SignInAsync();
        await client.AddAsync("mine", fixture.Url("red.png"));
        using var made = await client.PostTextAsync("/v2/inputs", $$$$$"""{"inputs":[{"data":{"image":{"url":"{{{{{fixture.Url("nest.jpg")}}}}}"},"metadata":{{{{{metadata}}}}}}}]}""");
        await made.ShouldBeV2ErrorAsync(400, 30104);
        foreach (var action in (string[])["merge", "overwrite", "remove"])
        {
            using var changed = await client.PatchAsync(
                "/v2/inputs/mine", Hosting.Http.Json($$$$$"""{"action":"{{{{{action}}}}}","input":{"data":{"metadata":{{{{{metadata}}}}}}}}"""));
            await changed.ShouldBeV2ErrorAsync(400, 30104);
        }

        using var found = await client.PostTextAsync("/v2/searches", $$$$$"""{"query":{"ands":[{"input":{"data":{"metadata":{{{{{metadata}}}}}}}}]}}""");
        await found.ShouldBeV2ErrorAsync(400, 40002);
        (await (await client.PostTextAsync("/v2/searches", """{"query":{"ands":[{"input":{"id":"mine"}}]}}""")).HitsAsync()).ShouldBe(["mine"]);
    }

    [Fact]
    public async Task What_is_stored_of_it_from_before_it_was_refused_is_shown_as_far_as_it_can_be_and_can_be_changed()
    {
        var (client, credential) = await fixture.SignInAsync();
        await client.AddAsync("mine", fixture.Url("red.png"));
        var id = (await (await client.GetAsync("/api/assets")).ReadJsonAsync()).GetProperty("assets")[0].GetProperty("id").GetString()!;
        var catalogue = fixture.App.Services.GetRequiredService<ICatalogue>();
        var stored = (await catalogue.FindAsync(credential.Credential.Account, id, default))!;
        var asset = stored.Asset with { Input = stored.Asset.Input! with { Metadata = """{"a":1,"a":2,"b":"\ud800","\udc00":0,"c":{"d":1}}""" } };
        (await catalogue.TryReplaceAsync(stored, asset, null, default)).ShouldNotBeNull();

        (await MetadataAsync(client)).ShouldBe("""{"a":2,"c":{"d":1}}""");
        (await client.PatchAsync("/v2/inputs/mine", Hosting.Http.Json("""{"action":"merge","input":{"data":{"concepts":[{"id":"tree"}]}}}"""))).EnsureSuccessStatusCode();
        (await client.PatchAsync("/v2/inputs/mine", Hosting.Http.Json("""{"action":"merge","input":{"data":{"metadata":{"e":3}}}}"""))).EnsureSuccessStatusCode();
        (await MetadataAsync(client)).ShouldBe("""{"a":2,"c":{"d":1},"e":3}""");
        (await client.PatchAsync("/v2/inputs/mine", Hosting.Http.Json("""{"action":"remove","input":{"data":{"metadata":{"a":{}}}}}"""))).EnsureSuccessStatusCode();
        (await MetadataAsync(client)).ShouldBe("""{"c":{"d":1},"e":3}""");
    }

    private static async Task<string> MetadataAsync(HttpClient client) =>
        (await (await client.GetAsync("/v2/inputs/mine")).ReadJsonAsync()).GetProperty("input").GetProperty("data").GetProperty("metadata").GetRawText();
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Magpie.Functions.Tests.Hosting;

namespace Magpie.Functions.Tests.Clarifai;

/// <summary>Of several things that a request asks for, one that cannot be done leaves the others alone.</summary>
[Collection(ClarifaiCollection.Name)]
public sealed class V2MixedTests(ClarifaiFixture fixture)
{
    private const string Outputs = "/v2/models/general-v1.3/outputs";
    private const string Concepts = "/v2/concepts";

    [Fact]
    public async Task An_input_without_a_picture_has_an_output_that_says_so_beside_those_of_the_others()
    {
        var (client, _) = await fixture.SignInAsync();

        using var response = await client.PostAsJsonAsync(Outputs, new
        {
            inputs = new object[]
            {
                new { id = "red", data = new { image = new { url = fixture.Url("red.png") } } },
                new { id = "none" },
                new { id = "cropped", data = new { image = new { url = fixture.Url("red.png"), crop = new[] { 0, 0, 1, 1 } } } },
                new { id = "gone", data = new { image = new { url = fixture.Url("missing.png") } } },
            },
        });

        ((int)response.StatusCode).ShouldBe(207);
        var answer = await response.ReadJsonAsync();
        Code(answer).ShouldBe(10010);
        var outputs = answer.GetProperty("outputs").EnumerateArray().ToArray();
        outputs.Select(Code).ShouldBe([10000, 30104, 30104, 30002]);
        outputs.Select(output => output.GetProperty("input").GetProperty("id").GetString()).ShouldBe(["red", "none", "cropped", "gone"]);
        outputs.Select(output => output.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object).ShouldBe([true, false, false, false]);
        outputs[1].GetProperty("status").GetProperty("details").GetString()!.ShouldContain("data.image.url");
        outputs[2].GetProperty("input").GetProperty("data").GetProperty("image").GetProperty("url").GetString().ShouldBe(fixture.Url("red.png"));
    }

    [Fact]
    public async Task Where_no_input_has_a_picture_that_is_the_answer()
    {
        var (client, _) = await fixture.SignInAsync();
        using var response = await client.PostAsJsonAsync(Outputs, new { inputs = new[] { new { id = "a" }, new { id = "b" } } });
        await response.ShouldBeV2ErrorAsync(400, 30104);
    }

    [Fact]
    public async Task A_concept_that_is_there_or_is_none_leaves_those_after_it_to_be_made()
    {
        var (client, _) = await fixture.SignInAsync();
        (await client.PostAsJsonAsync(Concepts, new { concepts = new[] { new { id = "old", name = "Old" } } })).EnsureSuccessStatusCode();

        using var response = await client.PostAsJsonAsync(Concepts, new
        {
            concepts = new[]
            {
                new { id = "first", name = "First" },
                new { id = "old", name = "Older" },
                new { id = new string('x', 1_000), name = "Long" },
                new { id = "last", name = "Last" },
            },
        });

        ((int)response.StatusCode).ShouldBe(207);
        var answer = await response.ReadJsonAsync();
        Code(answer).ShouldBe(10010);
        var said = answer.GetProperty("concepts").EnumerateArray().ToArray();
        said.Select(StatusOf).ShouldBe([null, 40010, 40003, null]);
        said.Select(concept => concept.GetProperty("name").GetString()).ShouldBe(["First", "Older", "Long", "Last"]);
        (await NameAsync(client, "first")).ShouldBe("First");
        (await NameAsync(client, "old")).ShouldBe("Old");
        (await NameAsync(client, "last")).ShouldBe("Last");
    }

    [Fact]
    public async Task A_concept_that_nobody_knows_leaves_those_after_it_to_be_renamed()
    {
        var (client, _) = await fixture.SignInAsync();
        (await client.PostAsJsonAsync(Concepts, new { concepts = new[] { new { id = "car", name = "Car" }, new { id = "bus", name = "Bus" } } })).EnsureSuccessStatusCode();

        using var response = await client.PatchAsJsonAsync(Concepts, new
        {
            action = "overwrite",
            concepts = new[] { new { id = "car", name = "Motor car" }, new { id = "nobody", name = "Nobody" }, new { id = "bus", name = "Omnibus" } },
        });

        ((int)response.StatusCode).ShouldBe(207);
        var answer = await response.ReadJsonAsync();
        Code(answer).ShouldBe(10010);
        answer.GetProperty("concepts").EnumerateArray().Select(StatusOf).ShouldBe([null, 11101, null]);
        (await NameAsync(client, "car")).ShouldBe("Motor car");
        (await NameAsync(client, "bus")).ShouldBe("Omnibus");
        using var unknown = await client.PatchAsJsonAsync(Concepts, new { concepts = new[] { new { id = "nobody", name = "Nobody" } } });
        await unknown.ShouldBeV2ErrorAsync(404, 11101);
    }

    private static int Code(JsonElement part) => part.GetProperty("status").GetProperty("code").GetInt32();

    /// <summary>A concept that went well has no status of its own, as Clarifai's has none.</summary>
    private static int? StatusOf(JsonElement concept) => concept.TryGetProperty("status", out _) ? Code(concept) : null;

    private static async Task<string?> NameAsync(HttpClient client, string id)
    {
        using var response = await client.GetAsync($"{Concepts}/{id}");
        response.StatusCode.ShouldBe(HttpStatusCode.OK, id);
        return (await response.ReadJsonAsync()).GetProperty("concept").GetProperty("name").GetString();
    }
}

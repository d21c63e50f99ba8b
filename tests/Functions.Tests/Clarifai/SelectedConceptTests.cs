using Magpie.Functions.Tests.Hosting;
using Magpie.Functions.Tests.Ingest;
using Magpie.Tests.Support;

namespace Magpie.Functions.Tests.Clarifai;

/// <summary>Concepts that are asked for, where tags are written in another language than English.</summary>
[Collection(ClarifaiCollection.Name)]
public sealed class SelectedConceptTests(ClarifaiFixture fixture)
{
    [Fact]
    public async Task A_concept_that_is_asked_for_in_whatever_language_is_answered_where_tags_are_german()
    {
        await using var app = await RunningApp.StartAsync(
            fixture.Storage.ConnectionString, $"--MAGPIE_MODELS={Path.Combine(Repository.Root, "models")}", "--Magpie:Tagging:Language=de");
        var (client, _) = await app.SignInAsync("a" + Path.GetRandomFileName().Replace(".", "", StringComparison.Ordinal));
        var image = Convert.ToBase64String(Photos.Sideways);
        foreach (var concept in (string[])["""{"name":"photo"}""", """{"name":"Foto","language":"de"}""", """{"name":"Foto"}""", """{"name":"写真","language":"ja"}"""])
        {
            using var response = await client.PostTextAsync(
                "/v2/models/general-v1.3/outputs",
                $$$$$"""{"inputs":[{"data":{"image":{"base64":"{{{{{image}}}}}"}}}],"model":{"output_info":{"output_config":{"select_concepts":[{{{{{concept}}}}}]}}}}""");
            var answer = await response.ReadJsonAsync();
            answer.GetProperty("status").GetProperty("code").GetInt32().ShouldBe(10000, answer.ToString());
            answer.GetProperty("outputs")[0].GetProperty("data").GetProperty("concepts").EnumerateArray()
                .Select(found => found.GetProperty("name").GetString()).ShouldBe(["photo"], concept);
        }
    }
}

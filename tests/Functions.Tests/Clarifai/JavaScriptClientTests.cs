using System.Diagnostics;
using System.Text.Json;
using Magpie.Tests.Support;

namespace Magpie.Functions.Tests.Clarifai;

/// <summary>What Clarifai's own client (npm clarifai 2.9.1) makes of the API.</summary>
[Collection(ClarifaiCollection.Name)]
public sealed class JavaScriptClientTests(ClarifaiFixture fixture)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Clarifais_javascript_client_works_by_a_changed_endpoint()
    {
        var (_, made) = await fixture.SignInAsync();
        var said = await RunAsync($"{made.Credential.Key}.{made.Secret}");

        Json(said, "created").ShouldBe("""[["red",30000,["ferrari=1","outdoors=0"]],["nest",30000,["home=1"]],["blue/1",30000,["的な=1"]]]""");
        Json(said, "metadata").ShouldBe("""{"foo":"bar","deep":{"er":1}}""");
        Json(said, "geo").ShouldBe("""{"longitude":-30,"latitude":40}""");
        Json(said, "duplicate").ShouldBe("""{"http":400,"code":10020}""");
        Json(said, "duplicateUrl").ShouldBe("""{"http":400,"code":10020}""");
        Json(said, "again").ShouldBe("\"again\"");
        (Json(said, "listed"), Json(said, "listedNext"), Json(said, "got")).ShouldBe(("2", "1", "\"blue/1\""));
        Json(said, "unknown").ShouldBe("""{"http":404,"code":30102}""");
        said.GetProperty("counts").GetProperty("processed").GetInt32().ShouldBe(4);
        said.GetProperty("counts").GetProperty("to_process").GetInt32().ShouldBe(0);
        said.GetProperty("counts").GetProperty("errors").GetInt32().ShouldBe(0);

        Json(said, "merged").ShouldBe("3");
        Json(said, "overwritten").ShouldBe("""["tree","home"]""");
        Json(said, "removed").ShouldBe("""["home"]""");
        Json(said, "updated").ShouldBe("""{"test":[1,2,3],"more":true}""");
    }

    [Fact]
    public async Task It_finds_by_concept_picture_id_metadata_and_place_predicts_and_manages_concepts()
    {
        var (_, made) = await fixture.SignInAsync();
        var said = await RunAsync($"{made.Credential.Key}.{made.Secret}");

        Json(said, "byConcept").ShouldBe("""["red"]""");
        Json(said, "byInputConcept").ShouldBe("""["red"]""");
        said.GetProperty("negated").EnumerateArray().Select(id => id.GetString()).Take(3).ShouldBe(["again", "blue/1", "nest"], ignoreOrder: true);
        said.GetProperty("byUrl").EnumerateArray().Select(id => id.GetString()).Take(2).ShouldBe(["red", "again"], ignoreOrder: true);
        var scores = said.GetProperty("scores").EnumerateArray().Select(score => score.GetDouble()).ToArray();
        scores.ShouldBe(scores.OrderDescending());
        scores.ShouldAllBe(score => score >= 0 && score <= 1);
        scores[0].ShouldBeGreaterThan(0.95);
        (Json(said, "byBytes"), Json(said, "byId"), Json(said, "both")).ShouldBe(("\"blue/1\"", "\"nest\"", "\"nest\""));
        (Json(said, "filterUrl"), Json(said, "filterId"), Json(said, "filterMetadata")).ShouldBe(("""["nest"]""", """["red"]""", """["red"]"""));
        (Json(said, "filterBox"), Json(said, "filterCircle")).ShouldBe(("""["nest"]""", """["nest"]"""));
        Json(said, "emptySearch").ShouldBe("""{"http":400,"code":40002}""");
        Json(said, "unknownConcept").ShouldBe("""{"http":400,"code":40002}""");

        Json(said, "predicted").ShouldBe("""[[10000,20,"concept"],[10000,20,"concept"]]""");
        (Json(said, "maxConcepts"), Json(said, "selected"), Json(said, "language")).ShouldBe(("3", """["photo"]""", """["写真"]"""));
        Json(said, "ownId").ShouldBe("\"mine\"");
        said.GetProperty("colors").EnumerateArray().ShouldNotBeEmpty();
        said.GetProperty("embedding").GetInt32().ShouldBeGreaterThan(50);
        Json(said, "faces").ShouldBe("""{"http":503,"code":21353}""");
        (Json(said, "model"), Json(said, "outputInfo"), Json(said, "versions")).ShouldBe(("\"general-v1.3\"", "true", "21100"));
        (Json(said, "models"), Json(said, "modelSearch")).ShouldBe(("true", "\"aaa03c23b3724a16a56b629203edc62c\""));

        Json(said, "concepts").ShouldBe("""[["porsche","porsche"],["rr","Rolls Royce"]]""");
        Json(said, "sameConcept").ShouldBe("""{"http":400,"code":40010}""");
        (Json(said, "concept"), Json(said, "found"), Json(said, "renamed"), Json(said, "listedConcepts")).ShouldBe(("\"的な\"", """["rr"]""", "\"Rolls\"", "3"));
        said.GetProperty("foundInJapanese").EnumerateArray().Select(name => name.GetString()).ShouldContain("写真");
        Json(said, "deleted").ShouldBe("""{"http":404,"code":30102}""");
        (Json(said, "gone"), Json(said, "left")).ShouldBe(("[]", "0"));
    }

    private static string Json(JsonElement said, string name) => JsonSerializer.Serialize(said.GetProperty(name), Plain);

    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private async Task<JsonElement> RunAsync(string apiKey)
    {
        var script = Path.Combine(Repository.Root, "tests", "Functions.Tests", "Clarifai", "Node", "client.cjs");
        var start = new ProcessStartInfo("node", [script])
        {
            UseShellExecute = false,
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["MAGPIE_API"] = fixture.App.Address.AbsoluteUri.TrimEnd('/');
        start.Environment["MAGPIE_API_KEY"] = apiKey;
        start.Environment["MAGPIE_IMAGES"] = JsonSerializer.Serialize(
            new[] { fixture.Url("meadow.png"), fixture.Url("nest.jpg"), Convert.ToBase64String(ClarifaiPictures.Stripes) });
        using var limit = new CancellationTokenSource(Limit);
        using var node = Process.Start(start)!;
        var (output, errors) = (node.StandardOutput.ReadToEndAsync(limit.Token), node.StandardError.ReadToEndAsync(limit.Token));
        await node.WaitForExitAsync(limit.Token);
        node.ExitCode.ShouldBe(0, await errors + await output);
        return JsonDocument.Parse(await output).RootElement;
    }
}

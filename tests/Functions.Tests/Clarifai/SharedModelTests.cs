using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Magpie.Accounts;
using Magpie.Functions.Tests.Hosting;
using Magpie.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Magpie.Functions.Tests.Clarifai;

/// <summary>With real models and photos, where they are beside the checkout.</summary>
public sealed class SharedModelTests(Azurite storage) : IClassFixture<Azurite>, IAsyncLifetime
{
    private RunningApp? _app;
    private HttpClient _client = null!;

    public async Task InitializeAsync()
    {
        if (Repository.Models is not { } models || Repository.Photos is null)
        {
            return;
        }

        _app = await RunningApp.StartAsync(
            storage.ConnectionString, $"--MAGPIE_MODELS={models}:{Path.Combine(Repository.Root, "models")}", "--Magpie:Tagging:Defaults:classification=imagenet-mobilenetv2");
        (await _app.Anonymous.GetAsync("/healthz")).EnsureSuccessStatusCode();
        var made = await _app.Services.GetRequiredService<AccountService>().AddAsync("gallery", CredentialKind.Secret, "test", default);
        _client = SignIn(_app, made);
    }

    public async Task DisposeAsync()
    {
        _client?.Dispose();
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_dachshund_is_tagged_by_v1_predicted_by_v2_and_found_as_a_dog_in_japanese()
    {
        if (_app is null)
        {
            return;
        }

        var dog = await File.ReadAllBytesAsync(Path.Combine(Repository.Photos!, "dog-dachshund.jpg"));
        var city = await File.ReadAllBytesAsync(Path.Combine(Repository.Photos!, "city-colosseum.jpg"));
        using var form = new MultipartFormDataContent { { new ByteArrayContent(dog), "encoded_data", "dog.jpg" } };
        var tag = (await (await _client.PostAsync("/v1/tag", form)).ReadJsonAsync()).GetProperty("results")[0].GetProperty("result").GetProperty("tag");
        var classes = tag.GetProperty("classes").EnumerateArray().Select(name => name.GetString()!).ToArray();
        classes.Length.ShouldBe(20);

        using var added = await _client.PostAsJsonAsync("/v2/inputs", new { inputs = new[] { Input("dog", dog), Input("city", city) } });
        added.EnsureSuccessStatusCode();
        var found = await _client.PostTextAsync("/v2/annnotations/searches", """{"searches":[{"query":{"ranks":[{"annotation":{"data":{"concepts":[{"name":"犬","language":"ja","value":1}]}}}]}}]}""");
        (await found.HitsAsync()).ShouldBe(["dog"]);
        var alike = await _client.PostAsJsonAsync("/v2/searches", new { query = new { ands = new[] { new { output = new { input = Input(null, dog) } } } } });
        (await alike.HitsAsync())[0].ShouldBe("dog");

        var predicted = await _client.PostAsJsonAsync("/v2/models/aaa03c23b3724a16a56b629203edc62c/outputs", new { inputs = new[] { Input(null, dog) } });
        var concepts = (await predicted.ReadJsonAsync()).GetProperty("outputs")[0].GetProperty("data").GetProperty("concepts");
        concepts[0].GetProperty("name").GetString().ShouldBe(classes[0]);
        concepts[0].GetProperty("id").GetString().ShouldBe(tag.GetProperty("concept_ids")[0].GetString());
        var safe = await _client.PostAsJsonAsync("/v2/models/e9576d86d2004ed1a38ba0cf39ecb4b1/outputs", new { inputs = new[] { Input(null, city) } });
        (await safe.ReadJsonAsync()).GetProperty("outputs")[0].GetProperty("data").GetProperty("concepts").GetArrayLength().ShouldBe(5);
    }

    [Theory]
    [InlineData("""{"name":"neutral"}""")]
    [InlineData("""{"id":"neutral"}""")]
    [InlineData("""{"name":"Neutral","language":"en"}""")]
    public async Task Concepts_that_only_the_asked_model_knows_can_be_selected(string concept)
    {
        if (_app is null)
        {
            return;
        }

        var photo = Convert.ToBase64String(await File.ReadAllBytesAsync(Path.Combine(Repository.Photos!, "city-colosseum.jpg")));
        using var safe = await _client.PostTextAsync(
            "/v2/models/e9576d86d2004ed1a38ba0cf39ecb4b1/outputs",
            $$$$$"""{"inputs":[{"data":{"image":{"base64":"{{{{{photo}}}}}"}}}],"model":{"output_info":{"output_config":{"select_concepts":[{{{{{concept}}}}}]}}}}""");
        var answer = await safe.ReadJsonAsync();
        answer.GetProperty("status").GetProperty("code").GetInt32().ShouldBe(10000, answer.ToString());
        answer.GetProperty("outputs")[0].GetProperty("data").GetProperty("concepts").EnumerateArray()
            .Select(found => found.GetProperty("name").GetString()).ShouldBe(["neutral"]);
    }

    [Fact]
    public async Task The_six_faces_of_a_family_are_six_regions_and_a_man_is_nearer_to_himself_than_to_the_others()
    {
        if (_app is null)
        {
            return;
        }

        var family = await RegionsAsync("a403429f2ddf4b49b307e318f00e528b", "faces-family6.jpg");
        family.Length.ShouldBe(6);
        foreach (var box in family.Select(region => region.GetProperty("region_info").GetProperty("bounding_box")))
        {
            var (top, bottom) = (box.GetProperty("top_row").GetDouble(), box.GetProperty("bottom_row").GetDouble());
            var (left, right) = (box.GetProperty("left_col").GetDouble(), box.GetProperty("right_col").GetDouble());
            (top, left).ShouldBe((Math.Clamp(top, 0, bottom), Math.Clamp(left, 0, right)));
            (bottom - top).ShouldBeInRange(0.02, 1);
            (right, bottom).ShouldBe((Math.Min(right, 1), Math.Min(bottom, 1)));
        }

        var dad = Vector((await RegionsAsync("d02b4508df58432fbb84e800597b8959", "face-pair-dad-a.jpg"))[0]);
        var again = Vector((await RegionsAsync("d02b4508df58432fbb84e800597b8959", "face-pair-dad-b.jpg"))[0]);
        var woman = Vector((await RegionsAsync("d02b4508df58432fbb84e800597b8959", "face-woman-glasses.jpg"))[0]);
        dad.Zip(again, (a, b) => a * b).Sum().ShouldBeGreaterThan(dad.Zip(woman, (a, b) => a * b).Sum() + 0.2);
    }

    private async Task<JsonElement[]> RegionsAsync(string model, string photo)
    {
        var file = await File.ReadAllBytesAsync(Path.Combine(Repository.Photos!, photo));
        using var answer = await _client.PostAsJsonAsync($"/v2/models/{model}/outputs", new { inputs = new[] { Input(null, file) } });
        return [.. (await answer.ReadJsonAsync()).GetProperty("outputs")[0].GetProperty("data").GetProperty("regions").EnumerateArray()];
    }

    private static double[] Vector(JsonElement region) =>
        [.. region.GetProperty("data").GetProperty("embeddings")[0].GetProperty("vector").EnumerateArray().Select(value => value.GetDouble())];

    private static HttpClient SignIn(RunningApp app, NewCredential made)
    {
        var client = new HttpClient { BaseAddress = app.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Key", $"{made.Credential.Key}.{made.Secret}");
        return client;
    }

    private static object Input(string? id, byte[] file) => new { id, data = new { image = new { base64 = Convert.ToBase64String(file) } } };
}

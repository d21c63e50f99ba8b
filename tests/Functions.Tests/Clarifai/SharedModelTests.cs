using System.Net.Http.Headers;
using System.Net.Http.Json;
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

    private static HttpClient SignIn(RunningApp app, NewCredential made)
    {
        var client = new HttpClient { BaseAddress = app.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Key", $"{made.Credential.Key}.{made.Secret}");
        return client;
    }

    private static object Input(string? id, byte[] file) => new { id, data = new { image = new { base64 = Convert.ToBase64String(file) } } };
}

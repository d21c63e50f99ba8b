using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Magpie.Core.Tests.Imaging;
using Magpie.Functions.Tests.Imagga.Contract;
using static Magpie.Functions.Tests.Imagga.Contract.ContractFixture;

namespace Magpie.Functions.Tests.Imagga;

/// <summary>Batches over every endpoint that looks at images: each call answers what the endpoint itself does, good ones and bad ones side by side.</summary>
[Collection(ContractCollection.Name)]
public sealed class BatchEndpointTests(ContractFixture fixture) : IAsyncLifetime
{
    private const string Index = "batched";

    private HttpClient _client = null!;

    public async Task InitializeAsync() => _client = await fixture.SignInAsync();

    public Task DisposeAsync()
    {
        _client.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Every_endpoint_answers_in_a_batch_as_it_does_alone()
    {
        var (scene, code) = (fixture.Url("scene.jpg"), fixture.Url("barcode.png"));
        await SaveAsync("/v2/categories/general_v3", "/v2/similar-images/categories/general_v3");
        await SaveAsync("/v2/colors?deterministic=1", "/v2/similar-images/colors");
        (string Endpoint, string Path, string Query)[] calls =
        [
            ("/tags", "", $"image_url={scene}&limit=3"),
            ("/tags", "", $"image_url={scene}&limit=many"),
            ("/tags", "/basics", $"image_url={scene}&tagger_id=basics"),
            ("/tags", "/nobody", $"image_url={scene}&tagger_id=nobody"),
            ("/categories", "/general_v3", $"image_url={scene}&categorizer_id=general_v3&language=de"),
            ("/categories", "/general_v3", $"image_url={scene}&categorizer_id=general_v3&language=xx"),
            ("/croppings", "", $"image_url={scene}&resolution=100x50,30x40"),
            ("/croppings", "", $"image_url={scene}&resolution=0x0"),
            ("/colors", "", $"image_url={scene}&overall_count=2"),
            ("/colors", "", "overall_count=2"),
            ("/barcodes", "", $"image_url={code}"),
            ("/barcodes", "", "image_upload_id=none"),
            ("/text", "", $"image_url={fixture.Url("sample_text.jpg")}"),
            ("/text", "", $"image_url={scene}&image_upload_id=none"),
            ("/faces/detections", "", $"image_url={fixture.Url("car.jpg")}"),
            ("/faces/detections", "", $"image_url={scene}&return_face_id=perhaps"),
            ("/faces/similarity", "", $"face_id={FaceCalls.Expired}&second_face_id={FaceCalls.Expired}"),
            ("/similar-images/categories", $"/general_v3/{Index}", $"image_url={scene}&categorizer_id=general_v3&index_id={Index}&count=1"),
            ("/similar-images/categories", $"/general_v3/{Index}", $"image_url={scene}&categorizer_id=general_v3&index_id={Index}&region=0,0,401,1"),
            ("/similar-images/categories", "/general_v3/untrained", $"image_url={scene}&categorizer_id=general_v3&index_id=untrained"),
            ("/similar-images/colors", $"/{Index}", $"image_url={scene}&index_id={Index}"),
            ("/similar-images/colors", $"/{Index}", $"image_url={scene}&index_id={Index}&merge_by_separator=_&merge_by_algorithm=best"),
            ("/images-similarity/categories", "/general_v3", $"image_url={scene}&image2_url={code}&categorizer_id=general_v3&region=0,0,100,100"),
            ("/images-similarity/categories", "/general_v3", $"image_url={scene}&categorizer_id=general_v3"),
            ("/faces/recognition", "/nobodys", "index_id=nobodys"),
        ];
        if (!HasModels)
        {
            calls = [.. calls.Where(call => call.Endpoint is not ("/text" or "/faces/detections"))];
        }

        var alone = new Dictionary<(string, string), string>();
        foreach (var call in calls)
        {
            using var response = await _client.GetAsync($"/v2{call.Endpoint}{call.Path}?{call.Query}");
            alone[(call.Endpoint, call.Query)] = (await EnvelopeAsync(response, call.Query)).ToString();
        }

        var byEndpoint = calls.GroupBy(call => call.Endpoint).ToArray();
        var before = await ProcessedAsync();
        var result = await BatchAsync(byEndpoint.ToDictionary(group => group.Key, group => group.Select(call => Parameters(call.Query)).ToArray()));

        result.EnumerateObject().Select(endpoint => endpoint.Name).ShouldBe(byEndpoint.Select(group => group.Key));
        foreach (var group in byEndpoint)
        {
            var answers = result.GetProperty(group.Key).EnumerateArray().Select(answer => answer.ToString()).ToArray();
            answers.ShouldBe(group.Select(call => alone[(call.Endpoint, call.Query)]), group.Key);
            group.Any(call => alone[(call.Endpoint, call.Query)].Contains("\"error\"", StringComparison.Ordinal)).ShouldBeTrue(group.Key);
        }

        alone.Values.Count(answer => answer.Contains("\"success\"", StringComparison.Ordinal)).ShouldBe(HasModels ? 11 : 9);
        (await ProcessedAsync()).ShouldBe(before + (HasModels ? 12 : 10), "images-similarity looks at two");
    }

    [Fact]
    public async Task A_background_is_no_part_of_a_batch_and_neither_is_a_batch()
    {
        var result = await BatchAsync(new() { ["/remove-background"] = [Parameters($"image_url={fixture.Url("scene.jpg")}"), Parameters("")] });
        foreach (var answer in result.GetProperty("/remove-background").EnumerateArray())
        {
            answer.GetProperty("status").GetProperty("type").GetString().ShouldBe("error");
            answer.GetProperty("status").GetProperty("text").GetString()!.ShouldContain("picture");
        }

        foreach (var endpoint in (string[])["/batches", "/uploads", "/usage", "/tickets", "/categorizers", "/faces/groupings"])
        {
            await ShouldFailAsync(
                _client.PostAsJsonAsync("/v2/batches", new Dictionary<string, object> { [endpoint] = new[] { new { @params = new { } } } }), HttpStatusCode.BadRequest, endpoint);
        }
    }

    private static Dictionary<string, string> Parameters(string query) => query.Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1]), StringComparer.Ordinal);

    private async Task<JsonElement> BatchAsync(Dictionary<string, Dictionary<string, string>[]> calls)
    {
        var started = await ResultAsync(_client.PostAsJsonAsync(
            "/v2/batches", calls.ToDictionary(pair => pair.Key, pair => pair.Value.Select(parameters => new { @params = parameters }).ToArray())));
        return await IndexCalls.FinalAsync(_client, started.GetProperty("ticket_id").GetString()!);
    }

    private async Task<int> ProcessedAsync() => (await ResultAsync(_client.GetAsync("/v2/usage"))).GetProperty("daily_processed").GetInt32();

    private async Task SaveAsync(string saving, string index)
    {
        foreach (var (id, image) in new[] { ("scene", Scene), ("red", IndexCalls.Plain(Pictures.Red)) })
        {
            await ResultAsync(_client.PostAsync(saving, ImaggaFixture.Form(image, ("save_index", Index), ("save_id", id))), id);
        }

        var training = await ResultAsync(_client.PutAsync($"{index}/{Index}", null));
        await IndexCalls.FinalAsync(_client, training.GetProperty("ticket_id").GetString()!);
    }
}

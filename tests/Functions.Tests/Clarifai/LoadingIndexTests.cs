using System.Net;
using System.Net.Http.Headers;
using Magpie.Functions.Tests.Hosting;
using Magpie.Tests.Support;

namespace Magpie.Functions.Tests.Clarifai;

/// <summary>Searches on an instance that has not loaded the account's index yet, and does not wait for it.</summary>
[Collection(ClarifaiCollection.Name)]
public sealed class LoadingIndexTests(ClarifaiFixture fixture)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("""{"searches":[{"query":{"ranks":[{"annotation":{"data":{"concepts":[{"id":"portrait of nobody","value":0}]}}}]}}]}""")]
    [InlineData("""{"query":{"ands":[{"input":{"id":"mine"}}]}}""")]
    public async Task A_search_that_nothing_can_answer_yet_is_to_be_sent_again_and_then_finds_its_input(string search)
    {
        var (owner, made) = await fixture.SignInAsync();
        await owner.AddAsync("mine", fixture.Url("red.png"), "red thing");
        await owner.AddAsync("other", fixture.Url("nest.jpg"), "portrait of nobody");

        await using var app = await RunningApp.StartAsync(
            fixture.Storage.ConnectionString, $"--MAGPIE_MODELS={Path.Combine(Repository.Root, "models")}", "--Magpie:Search:Patience=00:00:00");
        using var client = new HttpClient { BaseAddress = app.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Key", $"{made.Credential.Key}.{made.Secret}");
        using var early = await client.PostTextAsync("/v2/searches", search);
        await early.ShouldBeV2ErrorAsync(503, 10030);
        early.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);

        using var limit = new CancellationTokenSource(Deadline);
        HttpResponseMessage found;
        while ((found = await client.PostTextAsync("/v2/searches", search)).StatusCode == HttpStatusCode.ServiceUnavailable)
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        (await found.HitsAsync()).ShouldBe(["mine"]);
    }
}

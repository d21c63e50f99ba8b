using System.Net;
using System.Text.Json;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Magpie.Assets;
using Magpie.Functions.Idempotency;
using Magpie.Functions.Tests.Hosting;
using Magpie.Functions.Uploads;
using Magpie.Tests.Support;
using Magpie.Uploads;
using Microsoft.Extensions.DependencyInjection;

namespace Magpie.Functions.Tests.Idempotency;

[Collection(AppCollection.Name)]
public sealed class RepeatTests(AppFixture fixture)
{
    private const string Body = """{"url":"https://hooks.example/"}""";

    private static readonly StoredAnswer Answer = new(201, "application/json; charset=utf-8", "{}"u8.ToArray());

    [Fact]
    public async Task A_post_that_is_repeated_is_done_once_and_its_secret_is_stored_nowhere()
    {
        var client = await NewAccountAsync();
        var first = await (await PostAsync(client, "k1", Body)).ReadJsonAsync();
        var secret = first.GetProperty("secret").GetString()!;

        using var repeated = await PostAsync(client, "k1", Body);
        repeated.StatusCode.ShouldBe(HttpStatusCode.Created);
        var second = await repeated.ReadJsonAsync();
        second.Id().ShouldBe(first.Id());
        second.GetProperty("secret").ValueKind.ShouldBe(JsonValueKind.Null);
        (await WebhooksAsync(client)).ShouldBe(1);

        await foreach (var row in Table().QueryAsync<TableEntity>())
        {
            (row.GetBinary("Body") is { } stored && BinaryData.FromBytes(stored).ToString().Contains(secret, StringComparison.Ordinal)).ShouldBeFalse();
        }
    }

    [Fact]
    public async Task A_repeat_says_where_the_job_is_and_which_version_the_asset_has()
    {
        var client = await NewAccountAsync();
        using var started = await PostAsync(client, "job", "", "/api/assets/retag");
        using var repeated = await PostAsync(client, "job", "", "/api/assets/retag");
        repeated.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        repeated.Headers.Location.ShouldNotBeNull().ShouldBe(started.Headers.Location);

        var id = (await fixture.Client.ReserveAsync())[0].Id();
        await fixture.MoveAsync(id, AssetState.Received);
        await fixture.MoveAsync(id, AssetState.Failed);
        await fixture.App.Services.GetRequiredService<BlobServiceClient>().GetBlobContainerClient("incoming")
            .GetBlobClient($"{AppFixture.Account}/{id}").UploadAsync(BinaryData.FromString("bytes"));
        using var retried = await PostAsync(fixture.Client, "retry", "", $"/api/assets/{id}/retry");
        using var again = await PostAsync(fixture.Client, "retry", "", $"/api/assets/{id}/retry");
        again.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        again.Headers.ETag.ShouldNotBeNull().ShouldBe(retried.Headers.ETag);
    }

    [Fact]
    public async Task Ten_at_once_do_it_once()
    {
        var client = await NewAccountAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => PostAsync(client, "at-once", Body)));

        answers.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.Created || answer.StatusCode == HttpStatusCode.Conflict);
        answers.ShouldContain(answer => answer.StatusCode == HttpStatusCode.Created);
        (await WebhooksAsync(client)).ShouldBe(1);
    }

    [Fact]
    public async Task Another_body_is_a_conflict_and_another_route_or_account_is_another_request()
    {
        var client = await NewAccountAsync();
        var id = (await (await PostAsync(client, "k2", Body)).ReadJsonAsync()).Id();
        using var other = await PostAsync(client, "k2", """{"url":"https://other.example/"}""");
        await other.ShouldBeProblemAsync(HttpStatusCode.Conflict, "idempotency-key-reused");

        using var retry = await PostAsync(client, "k2", "", $"/api/webhooks/{id}/retry");
        retry.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        using var stranger = await PostAsync(await NewAccountAsync(), "k2", Body);
        (await stranger.ReadJsonAsync()).Id().ShouldNotBe(id);
    }

    [Fact]
    public async Task What_was_refused_may_be_asked_again_with_the_same_key_and_a_better_body()
    {
        var client = await NewAccountAsync();
        using var refused = await PostAsync(client, "k3", """{"url":"http://localhost/"}""");
        await refused.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-url");

        (await PostAsync(client, "k3", Body)).StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_key_that_is_none_is_refused_and_so_is_a_body_without_end()
    {
        var client = await NewAccountAsync();
        using var bad = await PostAsync(client, "with space", Body);
        await bad.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-idempotency-key");
        using var large = await PostAsync(client, "large", new string(' ', 1_100_000));
        await large.ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge, "body-too-large");
    }

    [Fact]
    public async Task A_key_is_held_while_its_request_runs_given_on_when_its_process_has_ended_and_free_after_a_day()
    {
        var time = new ManualTime();
        var store = new AnswerStore(Table(), new UploadOptions(), time);
        var identity = new RequestIdentity("a", Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32)), "f1");

        var first = (await store.ClaimAsync(identity, default)).ShouldBeOfType<AnswerClaim.Taken>();
        (await store.ClaimAsync(identity, default)).ShouldBeOfType<AnswerClaim.Running>();
        (await store.ClaimAsync(identity with { Fingerprint = "f2" }, default)).ShouldBeOfType<AnswerClaim.OtherBody>();

        time.Advance(TimeSpan.FromMinutes(3));
        var second = (await store.ClaimAsync(identity, default)).ShouldBeOfType<AnswerClaim.Taken>();
        await store.KeepAsync(second, Answer, default);
        await Should.ThrowAsync<Azure.RequestFailedException>(() => store.KeepAsync(first, Answer with { Status = 500 }, default));
        var answered = (await store.ClaimAsync(identity, default)).ShouldBeOfType<AnswerClaim.Answered>();
        (answered.Answer.Status, answered.Answer.ContentType).ShouldBe((201, Answer.ContentType));
        answered.Answer.Body.ToArray().ShouldBe(Answer.Body.ToArray());

        time.Advance(TimeSpan.FromHours(24) + TimeSpan.FromSeconds(1));
        (await store.ClaimAsync(identity with { Fingerprint = "f2" }, default)).ShouldBeOfType<AnswerClaim.Taken>();
    }

    private TableClient Table() =>
        fixture.App.Services.GetRequiredService<TableServiceClient>().GetTableClient(TableIdempotencyStore.Table);

    private async Task<HttpClient> NewAccountAsync() =>
        (await fixture.App.SignInAsync("r" + Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(6)))).Client;

    private static async Task<int> WebhooksAsync(HttpClient client) =>
        (await (await client.GetAsync("/api/webhooks")).ReadJsonAsync()).GetProperty("webhooks").GetArrayLength();

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string key, string body, string path = "/api/webhooks")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = Hosting.Http.Json(body) };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return client.SendAsync(request);
    }
}

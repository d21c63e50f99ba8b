using System.Net;
using Azure.Data.Tables;
using Magpie.Assets;
using Magpie.Functions.Tests.Hosting;
using Magpie.Functions.Uploads;
using Magpie.Uploads;
using Microsoft.Extensions.DependencyInjection;

namespace Magpie.Functions.Tests.Uploads;

[Collection(AppCollection.Name)]
public sealed class IdempotencyTests(AppFixture fixture)
{
    private const string Body = """{"files":[{"name":"nest.jpg","contentType":"image/jpeg","size":5}]}""";

    private static readonly DateTimeOffset Now = new(2026, 4, 1, 7, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task The_same_key_and_body_get_the_same_ids_with_urls_that_work()
    {
        var first = await fixture.Client.ReserveAsync(3, "same-1");
        var second = await fixture.Client.ReserveAsync(3, "same-1");
        second.Select(upload => upload.Id()).ShouldBe(first.Select(upload => upload.Id()));
        using var storage = new HttpClient();
        (await storage.SendAsync(second[2].Put("bytes"u8.ToArray()))).StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Ten_at_once_with_one_key_get_the_same_ids()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => fixture.Client.ReserveAsync(2, "at-once")));
        answers.Select(uploads => string.Join(',', uploads.Select(upload => upload.Id()))).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_a_conflict()
    {
        await fixture.Client.ReserveAsync(1, "reused");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/uploads") { Content = Hosting.Http.Json(Body) };
        request.Headers.Add("Idempotency-Key", "reused");
        using var response = await fixture.Client.SendAsync(request);
        await response.ShouldBeProblemAsync(HttpStatusCode.Conflict, "idempotency-key-reused");
    }

    [Fact]
    public async Task Another_credential_with_the_same_key_gets_ids_of_its_own()
    {
        var (other, _) = await fixture.App.SignInAsync(AppFixture.Account);
        var mine = await fixture.Client.ReserveAsync(1, "shared");
        (await other.ReserveAsync(1, "shared"))[0].Id().ShouldNotBe(mine[0].Id());
    }

    [Theory]
    [InlineData("")]
    [InlineData("with space")]
    public async Task A_key_that_is_none_is_refused(string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/uploads") { Content = Hosting.Http.Json(Body) };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        using var response = await fixture.Client.SendAsync(request);
        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-idempotency-key");
    }

    [Fact]
    public async Task A_crash_after_the_key_was_stored_is_repaired_by_the_repeat()
    {
        var files = new UploadFile[] { new() { Name = "nest.jpg", ContentType = "image/jpeg", Size = 5 } };
        var id = AssetId.New(TimeProvider.System);
        var entry = new IdempotencyEntry(
            AppFixture.Account, fixture.Caller.Key, "crashed", UploadFingerprint.Of(files), [id], TimeProvider.System.GetUtcNow());
        await fixture.App.Services.GetRequiredService<IIdempotencyStore>().GetOrAddAsync(entry, TimeSpan.FromHours(24), default);
        (await fixture.Client.GetAsync($"/api/assets/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/uploads") { Content = Hosting.Http.Json(Body) };
        request.Headers.Add("Idempotency-Key", "crashed");
        using var response = await fixture.Client.SendAsync(request);
        (await response.ReadJsonAsync()).GetProperty("uploads")[0].Id().ShouldBe(id);
        (await fixture.Client.GetAsync($"/api/assets/{id}")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_repeat_after_the_bytes_arrived_gets_the_state_and_no_url()
    {
        var upload = (await fixture.Client.ReserveAsync(1, "arrived"))[0];
        await fixture.MoveAsync(upload.Id(), AssetState.Received);
        var repeat = (await fixture.Client.ReserveAsync(1, "arrived"))[0];
        repeat.Id().ShouldBe(upload.Id());
        repeat.GetProperty("status").GetString().ShouldBe("received");
        repeat.GetProperty("uploadUrl").GetString().ShouldBeNull();
    }

    [Fact]
    public async Task A_key_may_be_used_anew_when_its_day_is_over_and_old_ones_are_swept()
    {
        var tables = fixture.App.Services.GetRequiredService<TableServiceClient>();
        await tables.CreateTableIfNotExistsAsync("idempotencyold");
        var store = new TableIdempotencyStore(tables.GetTableClient("idempotencyold"));
        var window = TimeSpan.FromHours(24);
        var old = new IdempotencyEntry("a", "key", "k", "f1", ["1"], Now);
        await store.GetOrAddAsync(old, window, default);

        var late = old with { Fingerprint = "f2", Ids = ["2"], CreatedAt = Now + window };
        (await store.GetOrAddAsync(late, window, default)).Ids.ShouldBe(["1"]);
        var later = late with { CreatedAt = Now + window + TimeSpan.FromSeconds(1) };
        (await store.GetOrAddAsync(later, window, default)).Ids.ShouldBe(["2"]);
        (await store.GetOrAddAsync(old, window, default)).Ids.ShouldBe(["2"]);

        (await store.RemoveBeforeAsync(later.CreatedAt, default)).ShouldBe(0);
        (await store.RemoveBeforeAsync(later.CreatedAt + TimeSpan.FromSeconds(1), default)).ShouldBe(1);
    }
}

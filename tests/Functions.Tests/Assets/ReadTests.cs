using System.Diagnostics;
using System.Net;
using Magpie.Assets;
using Magpie.Functions.Tests.Hosting;

namespace Magpie.Functions.Tests.Assets;

[Collection(AppCollection.Name)]
public sealed class ReadTests(AppFixture fixture)
{
    [Fact]
    public async Task An_asset_has_the_members_of_the_specification_in_its_order()
    {
        var id = await fixture.ReadyAsync("nest");
        var asset = await (await fixture.Client.GetAsync($"/api/assets/{id}")).ReadJsonAsync();
        asset.EnumerateObject().Select(member => member.Name).ShouldBe(
        [
            "id", "state", "type", "title", "name", "contentType", "bytes", "width", "height", "duration", "video", "tags", "userTags",
            "mlTags", "tagging", "colors", "blurhash", "takenAt", "urls", "publicId", "delivery", "createdAt", "receivedAt", "readyAt", "error",
            "duplicateOf", "nearDuplicates",
        ]);
        asset.GetProperty("duplicateOf").GetString().ShouldBeNull();
        asset.GetProperty("nearDuplicates").GetArrayLength().ShouldBe(0);
        asset.GetProperty("tags").ToString().ShouldBe("""["nest","bald eagle"]""");
        asset.GetProperty("mlTags").ToString().ShouldBe("""[{"tag":"bald eagle","confidence":0.973,"parents":["bird of prey","bird"]}]""");
        asset.GetProperty("urls").GetProperty("thumb").GetString().ShouldBe($"{fixture.App.Address.AbsoluteUri}media/{id}/thumb");
        asset.GetProperty("urls").GetProperty("preview").GetString().ShouldBeNull();
        asset.GetProperty("error").GetString().ShouldBeNull();
        asset.GetProperty("readyAt").GetString()!.ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$");
    }

    [Fact]
    public async Task An_asset_that_did_not_change_is_304()
    {
        var id = await fixture.ReadyAsync();
        using var first = await fixture.Client.GetAsync($"/api/assets/{id}");
        (await ConditionalAsync(id, first.Headers.ETag!.ToString())).StatusCode.ShouldBe(HttpStatusCode.NotModified);
        (await ConditionalAsync(id, "\"0000000000000000\"")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_wait_ends_as_soon_as_the_state_changes()
    {
        var id = (await fixture.Client.ReserveAsync())[0].Id();
        using var reserved = await fixture.Client.GetAsync($"/api/assets/{id}");
        var waiting = ConditionalAsync(id, reserved.Headers.ETag!.ToString(), "?wait=25");
        var started = Stopwatch.GetTimestamp();
        await fixture.MoveAsync(id, AssetState.Received);
        using var response = await waiting;
        (await response.ReadJsonAsync()).GetProperty("state").GetString().ShouldBe("received");
        Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_wait_for_a_settled_asset_ends_at_once_and_one_for_its_next_version_does_not()
    {
        var id = await fixture.ReadyAsync();
        var started = Stopwatch.GetTimestamp();
        using var settled = await fixture.Client.GetAsync($"/api/assets/{id}?wait=25");
        Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(10));

        started = Stopwatch.GetTimestamp();
        (await ConditionalAsync(id, settled.Headers.ETag!.ToString(), "?wait=1")).StatusCode.ShouldBe(HttpStatusCode.NotModified);
        Stopwatch.GetElapsedTime(started).ShouldBeGreaterThan(TimeSpan.FromSeconds(0.9));

        var waiting = ConditionalAsync(id, settled.Headers.ETag!.ToString(), "?wait=25");
        using var patched = await fixture.Client.PatchAsync($"/api/assets/{id}", Hosting.Http.Json("""{"title":"New"}"""));
        (await (await waiting).ReadJsonAsync()).GetProperty("title").GetString().ShouldBe("New");
    }

    [Theory]
    [InlineData("?wait=26")]
    [InlineData("?wait=-1")]
    [InlineData("?wait=1.5")]
    [InlineData("?wait=1&wait=2")]
    [InlineData("?wait=soon")]
    public async Task A_wait_that_cannot_be_is_refused(string query)
    {
        using var response = await fixture.Client.GetAsync($"/api/assets/{new string('0', 32)}{query}");
        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-parameter");
    }

    [Fact]
    public async Task A_list_is_newest_first_page_by_page()
    {
        var (client, _) = await fixture.App.SignInAsync("lister");
        var ids = new List<string>();
        for (var n = 0; n < 5; n++)
        {
            ids.Insert(0, (await client.ReserveAsync())[0].Id());
        }

        var listed = new List<string>();
        string? cursor = null;
        do
        {
            var page = await (await client.GetAsync($"/api/assets?limit=2{(cursor is null ? "" : $"&cursor={cursor}")}")).ReadJsonAsync();
            listed.AddRange(page.GetProperty("assets").EnumerateArray().Select(asset => asset.Id()));
            cursor = page.GetProperty("cursor").GetString();
        }
        while (cursor is not null);

        // Ids made within one millisecond have no order of their own.
        listed.Select(id => id[..12]).ShouldBe(ids.Select(id => id[..12]));
        listed.ShouldBe(ids, ignoreOrder: true);
    }

    [Fact]
    public async Task A_list_is_narrowed_by_state_type_and_tags()
    {
        var both = await fixture.ReadyAsync("narrow", "nest");
        var one = await fixture.ReadyAsync("narrow");
        await fixture.Client.ReserveAsync();
        (await ListAsync("?tag=narrow")).ShouldBe([one, both], ignoreOrder: true);
        (await ListAsync("?tag=Narrow&tag=nest&state=ready&type=image")).ShouldBe([both]);
        (await ListAsync("?tag=narrow&type=video")).ShouldBeEmpty();
        (await ListAsync("?state=reserved&limit=200")).ShouldNotContain(both);
    }

    [Theory]
    [InlineData("?state=deleted")]
    [InlineData("?state=lost")]
    [InlineData("?type=audio")]
    [InlineData("?limit=0")]
    [InlineData("?limit=201")]
    [InlineData("?limit=9999999999")]
    [InlineData("?cursor=nonsense")]
    [InlineData("?tag=")]
    [InlineData("?tag=1&tag=2&tag=3&tag=4&tag=5&tag=6&tag=7&tag=8&tag=9&tag=10&tag=11")]
    public async Task A_filter_that_means_nothing_is_refused(string query)
    {
        using var response = await fixture.Client.GetAsync($"/api/assets{query}");
        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-parameter");
    }

    [Theory]
    [InlineData("")]
    [InlineData("?ids=")]
    [InlineData("?ids=abc")]
    public async Task Statuses_of_what_is_no_id_are_refused(string query)
    {
        using var response = await fixture.Client.GetAsync($"/api/assets/status{query}");
        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-parameter");
    }

    [Fact]
    public async Task Two_hundred_statuses_come_in_one_answer_and_201_do_not()
    {
        var uploads = await fixture.Client.ReserveAsync(100);
        var ids = uploads.Select(upload => upload.Id()).Concat(Enumerable.Range(0, 100).Select(n => $"{n:x32}")).ToList();
        var answer = await (await fixture.Client.GetAsync($"/api/assets/status?ids={string.Join(',', ids)}")).ReadJsonAsync();
        answer.GetProperty("assets").GetArrayLength().ShouldBe(100);
        answer.GetProperty("assets")[99].GetProperty("state").GetString().ShouldBe("reserved");
        answer.GetProperty("missing").GetArrayLength().ShouldBe(100);
        using var refused = await fixture.Client.GetAsync($"/api/assets/status?ids={string.Join(',', ids)},{new string('f', 32)}");
        await refused.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-parameter");
    }

    [Fact]
    public async Task Tags_come_with_their_counts()
    {
        await fixture.ReadyAsync("counted-one", "counted-two");
        await fixture.ReadyAsync("counted-two");
        var tags = await (await fixture.Client.GetAsync("/api/tags?prefix=Counted-")).ReadJsonAsync();
        tags.GetProperty("tags").ToString().ShouldBe("""[{"tag":"counted-one","count":1},{"tag":"counted-two","count":2}]""");
        (await (await fixture.Client.GetAsync("/api/tags?prefix=counted-&limit=1")).ReadJsonAsync()).GetProperty("tags").GetArrayLength().ShouldBe(1);
        await (await fixture.Client.GetAsync("/api/tags?limit=0")).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-parameter");
        await (await fixture.Client.GetAsync("/api/tags?prefix=%00")).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-parameter");
    }

    private async Task<HttpResponseMessage> ConditionalAsync(string id, string etag, string query = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/assets/{id}{query}");
        request.Headers.TryAddWithoutValidation("If-None-Match", etag);
        return await fixture.Client.SendAsync(request);
    }

    private async Task<string[]> ListAsync(string query) =>
        [.. (await (await fixture.Client.GetAsync($"/api/assets{query}")).ReadJsonAsync()).GetProperty("assets").EnumerateArray().Select(asset => asset.Id())];
}

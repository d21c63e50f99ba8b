using System.Net;
using System.Text.Json;
using Magpie.Accounts;
using Magpie.Assets;
using Magpie.Functions.Tests.Hosting;
using Magpie.Imaging;
using Microsoft.Extensions.DependencyInjection;

namespace Magpie.Functions.Tests.Search;

[Collection(AppCollection.Name)]
public sealed class SearchRouteTests(AppFixture fixture) : IAsyncLifetime
{
    private HttpClient _client = null!;
    private Caller _caller = null!;

    public async Task InitializeAsync() => (_client, _caller) = await fixture.App.SignInAsync("s" + AssetId.New(TimeProvider.System));

    public Task DisposeAsync()
    {
        _client.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Words_colour_and_likeness_are_asked_for_together_and_each_hit_says_why()
    {
        var blue = await AddAsync(asset => asset with { UserTags = ["sky"], Tags = ["sky"], Colors = [new DominantColor("#1f5fe0", "blue", 90)] }, [1, 0]);
        await AddAsync(asset => asset with { UserTags = ["sky"], Tags = ["sky"], Colors = [new DominantColor("#e02020", "red", 90)] }, [1, 0]);
        await AddAsync(asset => asset with { UserTags = ["sea"], Tags = ["sea"], Colors = [new DominantColor("#1f5fe0", "blue", 90)] }, [1, 0]);

        var found = await GetAsync($"/api/search?q=sk&color=blue&like={blue}&type=image");

        found.EnumerateObject().Select(member => member.Name).ShouldBe(["hits", "cursor", "complete", "comparable"]);
        var hit = found.GetProperty("hits").EnumerateArray().ShouldHaveSingleItem();
        hit.GetProperty("asset").GetProperty("id").GetString().ShouldBe(blue);
        hit.GetProperty("matches").EnumerateArray().Select(match => match.GetProperty("field").GetString()).ShouldBe(["tag", "color", "like"]);
        hit.GetProperty("matches")[2].GetProperty("score").GetDouble().ShouldBe(1, 0.02);
        found.GetProperty("comparable").GetDouble().ShouldBe(1);
    }

    [Fact]
    public async Task What_looks_like_an_asset_is_found_without_the_asset_itself()
    {
        var one = await AddAsync(asset => asset, [1, 0]);
        var near = await AddAsync(asset => asset, [0.8f, 0.6f]);
        var far = await AddAsync(asset => asset, [0.1f, 0.995f]);

        Ids(await GetAsync($"/api/assets/{one}/similar")).ShouldBe([near, far]);
        Ids(await GetAsync($"/api/assets/{one}/similar?limit=1")).ShouldBe([near]);
    }

    [Fact]
    public async Task An_asset_of_another_account_or_without_an_embedding_is_nothing_to_be_like()
    {
        var mine = await AddAsync(asset => asset, null);
        using var response = await _client.GetAsync($"/api/assets/{mine}/similar");
        response.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await response.ReadJsonAsync()).GetProperty("code").GetString().ShouldBe("not-comparable");

        var (stranger, _) = await fixture.App.SignInAsync("other");
        using (stranger)
        {
            (await stranger.GetAsync($"/api/assets/{mine}/similar")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
            (await stranger.GetAsync($"/api/search?like={mine}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task A_publishable_key_finds_what_it_uploaded()
    {
        var (visitor, key) = await fixture.App.SignInAsync(_caller.Account, CredentialKind.Publishable);
        using (visitor)
        {
            await AddAsync(asset => asset with { UserTags = ["dog"], Tags = ["dog"] }, null);
            var own = await AddAsync(asset => asset with { UserTags = ["dog"], Tags = ["dog"], UploadedBy = key.Key }, null);
            Ids(await (await visitor.GetAsync("/api/search?q=dog")).ReadJsonAsync()).ShouldBe([own]);
        }
    }

    [Fact]
    public async Task A_search_that_asks_for_nothing_answers_with_all_newest_first_and_one_for_signs_alone_with_none()
    {
        string[] ids = [await AddAsync(asset => asset, null), await AddAsync(asset => asset, null)];

        foreach (var query in new[] { "", "?q=", "?q=%20", "?color=&cursor=" })
        {
            Ids(await GetAsync("/api/search" + query)).ShouldBe([ids[1], ids[0]], query);
        }

        foreach (var words in new[] { "!!!", "%E2%99%A5", "%20-%20" })
        {
            var found = await GetAsync($"/api/search?q={words}");
            Ids(found).ShouldBeEmpty(words);
            found.GetProperty("complete").GetBoolean().ShouldBeTrue();
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("q=dog&")]
    [InlineData("tag=dog&type=image&")]
    public async Task The_cursor_of_a_page_leads_to_the_next_until_there_is_none(string query)
    {
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            ids.Insert(0, await AddAsync(asset => asset with { UserTags = ["dog"], Tags = ["dog"] }, null));
        }

        var (seen, pages) = (new List<string?>(), 0);
        for (var cursor = ""; cursor is not null; pages++)
        {
            var page = await GetAsync($"/api/search?{query}limit=2{cursor}");
            seen.AddRange(Ids(page));
            cursor = page.GetProperty("cursor").GetString() is { } next ? $"&cursor={Uri.EscapeDataString(next)}" : null;
            if (pages == 0)
            {
                (await _client.GetAsync($"/api/search?q=cat{cursor}")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            }
        }

        string.Join(" ", seen).ShouldBe(string.Join(" ", ids));
        pages.ShouldBe(3);
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=101")]
    [InlineData("color=bluish")]
    [InlineData("color=12345")]
    [InlineData("like=me")]
    [InlineData("type=pdf")]
    [InlineData("from=yesterday")]
    [InlineData("minWidth=-1")]
    [InlineData("maxBytes=99999999999999999999")]
    [InlineData("cursor=%00")]
    [InlineData("cursor=abc")]
    [InlineData("tag=a&tag=A")]
    [InlineData("q=a&q=b")]
    [InlineData("colour=blue")]
    public async Task A_parameter_that_means_nothing_is_a_400_that_names_it(string query)
    {
        using var response = await _client.GetAsync($"/api/search?{query}");
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var problem = await response.ReadJsonAsync();
        problem.GetProperty("code").GetString().ShouldBe("invalid-parameter");
        problem.GetProperty("detail").GetString()!.ShouldContain($"\"{query.Split('=')[0]}\"");
    }

    private static IEnumerable<string?> Ids(JsonElement found) =>
        found.GetProperty("hits").EnumerateArray().Select(hit => hit.GetProperty("asset").GetProperty("id").GetString());

    private async Task<JsonElement> GetAsync(string address)
    {
        using var response = await _client.GetAsync(address);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await response.ReadJsonAsync();
    }

    private async Task<string> AddAsync(Func<Asset, Asset> describe, float[]? vector)
    {
        var catalogue = fixture.App.Services.GetRequiredService<ICatalogue>();
        var reserved = describe(new Asset
        {
            Id = AssetId.New(TimeProvider.System),
            Account = _caller.Account,
            UploadedBy = _caller.Key,
            Type = MediaType.Image,
            Name = "file.jpg",
            ContentType = "image/jpeg",
            Bytes = 1000,
            CreatedAt = TimeProvider.System.GetUtcNow(),
        });
        await catalogue.ReserveAsync([reserved], default);
        var stored = (await catalogue.FindAsync(_caller.Account, reserved.Id, default))!;
        stored = (await catalogue.TryReplaceAsync(stored, reserved with { State = AssetState.Received }, null, default))!;
        var embedding = vector is null ? null : new AssetEmbedding("looks@1", vector);
        (await catalogue.TryReplaceAsync(stored, reserved with { State = AssetState.Ready }, embedding, default)).ShouldNotBeNull();
        return reserved.Id;
    }
}

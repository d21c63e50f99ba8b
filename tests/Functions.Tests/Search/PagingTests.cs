using Magpie.Search;
using Magpie.Tests.Support;
using static Magpie.Functions.Tests.Search.SearchSite;

namespace Magpie.Functions.Tests.Search;

public sealed class PagingTests(Azurite azurite) : IClassFixture<Azurite>, IAsyncLifetime
{
    private static readonly SearchQuery Dogs = new() { Tags = [new TagRank("dog")], Limit = 7 };

    private SearchSite _site = null!;

    public async Task InitializeAsync() => _site = await SearchSite.CreateAsync(azurite);

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Pages_neither_repeat_nor_lose_a_hit_while_assets_arrive_and_go_and_whatever_instance_and_snapshot_answer()
    {
        var ids = new List<string>();
        for (var i = 0; i < 30; i++)
        {
            ids.Add(await _site.AddAsync(Seen("dog", 0.5f + (i % 7 * 0.05f))));
        }

        Searcher[] searchers = [_site.NewSearcher(), _site.NewSearcher()];
        var order = await IdsAsync(searchers[0], Dogs with { Limit = 30 });
        order.ShouldBe(ids, ignoreOrder: true);
        var (seen, gone, late) = (new List<string>(), new List<string>(), new List<string>());
        var cursor = (string?)null;
        for (var number = 0; number == 0 || cursor is not null; number++)
        {
            var page = await PageAsync(searchers[number % 2], Dogs with { Cursor = cursor });
            seen.AddRange(page.Hits.Select(hit => hit.Asset.Id));
            cursor = page.Cursor;

            // Above the page, into what is still to come, one that was seen, and one that was not.
            await _site.AddAsync(Seen("dog", 0.99f));
            late.Add(await _site.AddAsync(Seen("dog", 0.01f)));
            await _site.DeleteAsync(page.Hits[0].Asset.Id);
            if (order.Except(seen).Except(gone).FirstOrDefault() is { } next)
            {
                gone.Add(next);
                await _site.DeleteAsync(next);
            }

            if (number < 3)
            {
                await _site.NewBuilder().BuildAsync(Account, (await _site.Store.FindAsync(Account, default))?.Snapshot?.Version, default);
                searchers[number % 2] = number == 1 ? searchers[number % 2] : _site.NewSearcher();
            }
        }

        gone.Count.ShouldBe(3);
        seen.ShouldBeUnique();
        seen.Except(late).ShouldBe(order.Except(gone));
        seen.Except(order).ShouldBeSubsetOf(late);
    }

    [Fact]
    public async Task A_cursor_of_another_search_or_of_none_is_refused()
    {
        for (var i = 0; i < 8; i++)
        {
            await _site.AddAsync(Seen("dog", 0.5f));
        }

        var searcher = _site.NewSearcher();
        var cursor = (await PageAsync(searcher, Dogs)).Cursor.ShouldNotBeNull();
        foreach (var query in new[] { Dogs with { Cursor = "AAAA" }, Dogs with { Cursor = cursor[..^1] }, new SearchQuery { Tags = [new TagRank("cat")], Cursor = cursor } })
        {
            (await searcher.SearchAsync(Account, query, default)).ShouldBeOfType<SearchResult.BadCursor>();
        }
    }

    [Fact]
    public async Task Pages_of_tag_lists_end_where_the_list_does_also_when_the_index_comes_between()
    {
        _site.Options.ReadWithoutSnapshot = 3;
        var ids = new List<string>();
        for (var i = 0; i < 11; i++)
        {
            ids.Add(await _site.AddAsync(Seen("dog", 0.5f + (i % 3 * 0.1f))));
        }

        var searcher = _site.NewSearcher();
        await PageAsync(searcher, new SearchQuery());
        var query = new SearchQuery { Filter = new SearchFilter { AllTags = ["dog"] }, Limit = 4 };
        var seen = new List<string>();
        var first = await PageAsync(searcher, query);
        first.IsComplete.ShouldBeFalse();
        seen.AddRange(first.Hits.Select(hit => hit.Asset.Id));
        await _site.NewBuilder().BuildAsync(Account, null, default);
        searcher = _site.NewSearcher();
        for (var cursor = first.Cursor.ShouldNotBeNull(); cursor is not null;)
        {
            var page = await PageAsync(searcher, query with { Cursor = cursor });
            seen.AddRange(page.Hits.Select(hit => hit.Asset.Id));
            cursor = page.Cursor;
        }

        seen.ShouldBeUnique();
        seen.ShouldBe(ids, ignoreOrder: true);
    }
}

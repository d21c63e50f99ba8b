using Magpie.Search;
using Magpie.Tests.Support;
using static Magpie.Functions.Tests.Search.SearchSite;

namespace Magpie.Functions.Tests.Search;

/// <summary>More changed since the snapshot than an instance takes in one by one.</summary>
public sealed class OvertakenTests(Azurite azurite) : IClassFixture<Azurite>, IAsyncLifetime
{
    // Nothing that the tag lists could answer.
    private static readonly SearchQuery Dogs = new() { Words = "dog", Filter = new SearchFilter { MinBytes = 1 }, Limit = 100 };

    private SearchSite _site = null!;

    public async Task InitializeAsync() => _site = await SearchSite.CreateAsync(azurite);

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Search_goes_on_with_the_snapshot_and_the_newest_says_so_and_asks_for_another()
    {
        var (old, all) = await OvertakeAsync();
        var searcher = _site.NewSearcher();

        var page = await PageAsync(searcher, Dogs);

        page.IsComplete.ShouldBeFalse();
        page.Hits.Select(hit => hit.Asset.Id).ShouldBe([.. Enumerable.Reverse(all).Take(3), .. Enumerable.Reverse(old)]);
        _site.Requests.ShouldHaveSingleItem().ShouldBe((Account, (await VersionAsync())!));
    }

    [Fact]
    public async Task What_comes_and_goes_meanwhile_is_found_and_not_found_by_the_next_search()
    {
        var (old, _) = await OvertakeAsync();
        var searcher = _site.NewSearcher();
        await PageAsync(searcher, Dogs);

        var comes = await _site.AddAsync(Tagged("dog"));
        (await IdsAsync(searcher, Dogs)).ShouldContain(comes);
        await _site.DeleteAsync(old[1]);
        (await IdsAsync(searcher, Dogs)).ShouldNotContain(old[1]);
        _site.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_snapshot_that_was_asked_for_is_built_whatever_is_worthwhile_and_taken_once_it_is_looked_for_again()
    {
        var (_, all) = await OvertakeAsync();
        var time = new ManualTime();
        var searcher = _site.NewSearcher(time: time);
        await PageAsync(searcher, Dogs);
        _site.Requests.TryDequeue(out var request).ShouldBeTrue();

        await _site.NewBuilder().BuildAsync(request.Account, request.Damaged, default);
        (await VersionAsync()).ShouldNotBe(request.Damaged);
        time.Advance(TimeSpan.FromSeconds(20));

        var page = await PageAsync(searcher, Dogs);
        page.IsComplete.ShouldBeTrue();
        page.Hits.Select(hit => hit.Asset.Id).ShouldBe(Enumerable.Reverse(all));
    }

    [Fact]
    public async Task A_request_that_came_to_nothing_is_made_again()
    {
        await OvertakeAsync();
        var time = new ManualTime();
        var searcher = _site.NewSearcher(time: time);
        await PageAsync(searcher, Dogs);

        time.Advance(TimeSpan.FromMinutes(3));
        await PageAsync(searcher, Dogs);

        _site.Requests.ShouldBe([(Account, (await VersionAsync())!), (Account, (await VersionAsync())!)]);
    }

    /// <summary>A snapshot of four assets, and eight more.</summary>
    private async Task<(List<string> Old, List<string> All)> OvertakeAsync()
    {
        (_site.Options.MaxChanges, _site.Options.ReadWithoutSnapshot) = (5, 3);
        var ids = new List<string>();
        for (var i = 0; i < 12; i++)
        {
            ids.Add(await _site.AddAsync(Tagged("dog")));
            if (i == 3)
            {
                await _site.NewBuilder().BuildAsync(Account, null, default);
            }
        }

        return (ids[..4], ids);
    }

    private async Task<string?> VersionAsync() => (await _site.Store.FindAsync(Account, default))?.Snapshot?.Version;
}

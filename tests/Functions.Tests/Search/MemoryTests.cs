using Magpie.Search;
using Magpie.Tests.Support;
using static Magpie.Functions.Tests.Search.SearchSite;

namespace Magpie.Functions.Tests.Search;

public sealed class MemoryTests(Azurite azurite) : IClassFixture<Azurite>
{
    [Fact]
    public async Task An_index_that_grows_by_changes_makes_the_one_that_was_not_searched_the_longest_go()
    {
        var site = await SearchSite.CreateAsync(azurite);
        var id = await site.AddAsync(Tagged("dog"));
        await site.NewBuilder().BuildAsync(Account, null, default);
        var searcher = site.NewSearcher();
        (await IdsAsync(searcher, "dog")).ShouldBe([id]);
        await BobsAsync();

        // An index that is kept does not notice that the blob is gone; one that has to be loaded again asks for another.
        await site.Snapshots.DeleteBlobAsync($"{Account}/v~{(await site.Store.FindAsync(Account, default))!.Snapshot!.Version}");
        site.Options.MemoryLimit = 1_000_000;
        await site.AddAsync(Tagged("dog"), account: "bob");
        await BobsAsync();
        (await IdsAsync(searcher, "dog")).ShouldBe([id]);
        site.Requests.ShouldBeEmpty();

        site.Options.MemoryLimit = 1;
        await site.AddAsync(Tagged("dog"), account: "bob");
        await BobsAsync();
        (await IdsAsync(searcher, "dog")).ShouldBe([id]);
        site.Requests.ShouldHaveSingleItem().Account.ShouldBe(Account);

        Task BobsAsync() => searcher.SearchAsync("bob", new SearchQuery { Words = "dog", IsTyping = false }, default);
    }
}

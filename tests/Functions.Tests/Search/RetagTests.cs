using Magpie.Assets;
using Magpie.Search;
using Magpie.Tests.Support;
using static Magpie.Functions.Tests.Search.SearchSite;

namespace Magpie.Functions.Tests.Search;

/// <summary>What search says of likeness while assets get vectors of another model.</summary>
public sealed class RetagTests(Azurite azurite) : IClassFixture<Azurite>, IAsyncLifetime
{
    private const string Next = "looks@2.0.0";

    private SearchSite _site = null!;

    public async Task InitializeAsync() => _site = await SearchSite.CreateAsync(azurite);

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task The_share_that_can_be_compared_is_right_before_during_and_after_a_retag()
    {
        var ids = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            ids.Add(await _site.AddAsync(Tagged("dog"), SearchTests.Unit(1, i, 0)));
        }

        await _site.NewBuilder().BuildAsync(Account, null, default);
        var searcher = _site.NewSearcher();
        (await SharesAsync()).ShouldBe((1.0, 0.0));

        for (var done = 1; done <= 4; done++)
        {
            await _site.ChangeAsync(ids[done - 1], asset => asset, new AssetEmbedding(Next, SearchTests.Unit(0, done, 1)));
            (await SharesAsync()).ShouldBe((1 - (done / 4.0), done / 4.0));
        }

        await _site.DeleteAsync(ids[0]);
        (await SharesAsync()).ShouldBe((0.0, 1.0));
        await _site.NewBuilder().BuildAsync(Account, (await _site.Store.FindAsync(Account, default))!.Snapshot!.Version, default);
        searcher = _site.NewSearcher();
        (await SharesAsync()).ShouldBe((0.0, 1.0));

        async Task<(double Before, double After)> SharesAsync() => (await ShareAsync(searcher, Model), await ShareAsync(searcher, Next));
    }

    private static async Task<double> ShareAsync(Searcher searcher, string model) =>
        (await PageAsync(searcher, new SearchQuery { Like = [new LikeRank(model, [SearchTests.Unit(1, 1, 1)])] })).ComparableShare!.Value;
}

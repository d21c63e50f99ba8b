using Magpie.Assets;
using Magpie.Search;
using Magpie.Tests.Support;
using static Magpie.Functions.Tests.Search.SearchSite;

namespace Magpie.Functions.Tests.Search;

/// <summary>A user said that an asset does not show what a model saw in it.</summary>
public sealed class DenialTests(Azurite azurite) : IClassFixture<Azurite>, IAsyncLifetime
{
    private SearchSite _site = null!;

    public async Task InitializeAsync() => _site = await SearchSite.CreateAsync(azurite);

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_denied_is_found_by_no_word_no_tag_and_no_filter(bool isInSnapshot)
    {
        var denied = await _site.AddAsync(Denying(Seen("bald eagle", 0.9f, "bird"), "bald eagle"));
        var shown = await _site.AddAsync(Seen("bald eagle", 0.9f, "bird"));
        if (isInSnapshot)
        {
            await _site.NewBuilder().BuildAsync(Account, null, default);
        }

        var searcher = _site.NewSearcher();
        (await IdsAsync(searcher, "eagle")).ShouldBe([shown]);
        (await IdsAsync(searcher, "bald eagle")).ShouldBe([shown]);
        (await IdsAsync(searcher, new SearchQuery { Words = "eag" })).ShouldBe([shown]);
        (await IdsAsync(searcher, new SearchQuery { Filter = new SearchFilter { AllTags = ["bald eagle"] } })).ShouldBe([shown]);
        (await IdsAsync(searcher, new SearchQuery { Filter = new SearchFilter { NoTags = ["bald eagle"] } })).ShouldBe([denied]);
        (await IdsAsync(searcher, new SearchQuery { Tags = [new TagRank("bald eagle")] })).ShouldBe([shown]);
        (await IdsAsync(searcher, "bird")).ShouldBe([shown, denied]);
    }

    [Fact]
    public async Task A_parent_that_is_denied_is_not_found_and_what_it_is_a_parent_of_is()
    {
        var id = await _site.AddAsync(Denying(Seen("bald eagle", 0.9f, "bird"), "bird"));

        var searcher = _site.NewSearcher();
        (await IdsAsync(searcher, "bird")).ShouldBeEmpty();
        (await IdsAsync(searcher, new SearchQuery { Filter = new SearchFilter { AllTags = ["bird"] } })).ShouldBeEmpty();
        (await IdsAsync(searcher, "eagle")).ShouldBe([id]);
    }

    [Fact]
    public async Task A_denial_leaves_titles_alone_and_what_the_user_says_is_there()
    {
        var titled = await _site.AddAsync(asset => Denying(Seen("eagle", 0.9f), "eagle")(asset) with { Title = "No eagle" });
        var said = await _site.AddAsync(asset => Denying(Seen("eagle", 0.9f), "eagle")(asset) with { UserTags = ["eagle"] });

        var searcher = _site.NewSearcher();
        var page = await PageAsync(searcher, new SearchQuery { Words = "eagle" });
        page.Hits.Select(hit => hit.Asset.Id).ShouldBe([said, titled]);
        page.Hits.Select(hit => hit.Matches.ShouldHaveSingleItem().Field).ShouldBe(["tag", "title"]);
        (await IdsAsync(searcher, new SearchQuery { Filter = new SearchFilter { AllTags = ["eagle"] } })).ShouldBe([said]);
    }

    [Fact]
    public async Task The_tag_lists_leave_out_what_is_denied_too()
    {
        _site.Options.Patience = TimeSpan.Zero;
        await _site.AddAsync(Denying(Seen("eagle", 0.9f), "eagle"));
        var shown = await _site.AddAsync(Seen("eagle", 0.9f));

        (await IdsAsync(_site.NewSearcher(), "eagle")).ShouldBe([shown]);
    }

    private static Func<Asset, Asset> Denying(Func<Asset, Asset> describe, string tag) =>
        asset => describe(asset) with { Input = new AssetInput { AbsentTags = [tag] } };
}

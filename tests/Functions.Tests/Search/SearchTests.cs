using Magpie.Assets;
using Magpie.Search;
using Magpie.Tests.Support;
using static Magpie.Functions.Tests.Search.SearchSite;

namespace Magpie.Functions.Tests.Search;

public sealed class SearchTests(Azurite azurite) : IClassFixture<Azurite>, IAsyncLifetime
{
    private SearchSite _site = null!;
    private Searcher _searcher = null!;

    public async Task InitializeAsync()
    {
        _site = await SearchSite.CreateAsync(azurite);
        _searcher = _site.NewSearcher();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_word_is_found_in_tags_their_parents_titles_and_names_and_the_surest_comes_first()
    {
        var seen = await _site.AddAsync(Seen("bald eagle", 0.7f, "bird of prey", "bird"));
        var said = await _site.AddAsync(Tagged("bird"));
        var titled = await _site.AddAsync(asset => asset with { Title = "A bird in the hand" });
        var named = await _site.AddAsync(asset => asset with { Name = "bird_0042.JPG" });
        await _site.AddAsync(Tagged("birdcage"));

        (await IdsAsync(_searcher, "bird")).ShouldBe([said, titled, named, seen]);
        (await IdsAsync(_searcher, "eagle")).ShouldBe([seen]);
        (await IdsAsync(_searcher, "0042")).ShouldBe([named]);
    }

    [Fact]
    public async Task Case_accents_width_and_the_plural_do_not_matter()
    {
        var cafe = await _site.AddAsync(asset => asset with { Title = "Café Straße" });
        var dog = await _site.AddAsync(Tagged("dog"));
        var strawberry = await _site.AddAsync(Tagged("strawberry"));

        (await IdsAsync(_searcher, "CAFE strasse")).ShouldBe([cafe]);
        (await IdsAsync(_searcher, "ｄｏｇｓ")).ShouldBe([dog]);
        (await IdsAsync(_searcher, "strawberries")).ShouldBe([strawberry]);
    }

    [Fact]
    public async Task Several_words_must_all_match()
    {
        var both = await _site.AddAsync(asset => asset with { UserTags = ["red"], Title = "car" });
        await _site.AddAsync(Tagged("red"));
        await _site.AddAsync(Tagged("car"));

        (await IdsAsync(_searcher, "red car")).ShouldBe([both]);
        (await IdsAsync(_searcher, "red car boat")).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_last_word_may_be_the_beginning_of_one_and_whole_words_come_first()
    {
        var whole = await _site.AddAsync(Tagged("sun"));
        var begun = await _site.AddAsync(Tagged("sunset"));

        (await IdsAsync(_searcher, new SearchQuery { Words = "sun" })).ShouldBe([whole, begun]);
        (await IdsAsync(_searcher, new SearchQuery { Words = "sunse" })).ShouldBe([begun]);
        (await IdsAsync(_searcher, new SearchQuery { Words = "sunse beach" })).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_name_of_a_tag_in_another_language_finds_the_tag()
    {
        var dog = await _site.AddAsync(Seen("dachshund", 0.9f, "dog", "animal"));
        var searcher = _site.NewSearcher((word, begins) => word == "犬" || word == "perro" || (begins && word == "per") ? ["dog"] : []);

        (await IdsAsync(searcher, "犬")).ShouldBe([dog]);
        (await IdsAsync(searcher, "Perro")).ShouldBe([dog]);
        (await IdsAsync(searcher, new SearchQuery { Words = "per" })).ShouldBe([dog]);
        (await IdsAsync(searcher, "chat")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_hit_says_why_it_is_one()
    {
        await _site.AddAsync(asset => Seen("bald eagle", 0.7f, "bird")(asset) with { Title = "Nest" });

        var hit = (await PageAsync(_searcher, new SearchQuery { Words = "nest bird" })).Hits.ShouldHaveSingleItem();

        hit.Matches.Select(match => (match.Field, match.Text)).ShouldBe([("title", "Nest"), ("parent", "bird")]);
        hit.Matches[0].Score.ShouldBe(0.9, 0.001);
        hit.Matches[1].Score.ShouldBe(0.56, 0.003);
        hit.Score.ShouldBe(0.73, 0.002);
    }

    [Fact]
    public async Task Of_reasons_that_count_alike_the_plainest_is_told()
    {
        await _site.AddAsync(Seen("beagle", 0.9f, "hunting dog", "dog"));

        var hit = (await PageAsync(_site.NewSearcher(), new SearchQuery { Words = "dog", IsTyping = false })).Hits.ShouldHaveSingleItem();

        hit.Matches.ShouldHaveSingleItem().Text.ShouldBe("dog");
    }

    [Fact]
    public async Task A_tag_ranks_by_confidence_and_its_absence_by_what_is_left()
    {
        var sure = await _site.AddAsync(Seen("dog", 0.9f));
        var unsure = await _site.AddAsync(Seen("dog", 0.6f));
        var none = await _site.AddAsync(Seen("cat", 0.9f));
        var denied = await _site.AddAsync(asset => Seen("dog", 0.8f)(asset) with { Input = new AssetInput { AbsentTags = ["dog"] } });

        (await IdsAsync(_searcher, new SearchQuery { Tags = [new TagRank("dog")] })).ShouldBe([sure, unsure]);
        (await IdsAsync(_searcher, new SearchQuery { Tags = [new TagRank("dog", IsAbsent: true)] })).ShouldBe([denied, none, unsure, sure]);
        (await IdsAsync(_searcher, new SearchQuery { Tags = [new TagRank("cat"), new TagRank("dog", IsAbsent: true)] })).ShouldBe([none]);
    }

    [Fact]
    public async Task Likeness_orders_by_angle_and_leaves_out_vectors_of_other_models()
    {
        var same = await _site.AddAsync(Tagged("a"), Unit(1, 0, 0));
        var near = await _site.AddAsync(Tagged("b"), Unit(1, 1, 0));
        await _site.AddAsync(Tagged("c"), Unit(0, 0, 1));
        await _site.AddAsync(Tagged("d"), Unit(1, 0, 0), model: "looks@2.0.0");
        await _site.AddAsync(Tagged("e"));

        var page = await PageAsync(_searcher, new SearchQuery { Like = [new LikeRank(Model, [Unit(1, 0, 0)])] });

        page.Hits.Select(hit => hit.Asset.Id).ShouldBe([same, near]);
        page.Hits[0].Score.ShouldBe(1, 0.01);
        page.Hits[1].Score.ShouldBe(Math.Sqrt(0.5), 0.01);
        page.ComparableShare!.Value.ShouldBe(0.6, 0.001);
        var mean = new SearchQuery { Like = [new LikeRank(Model, [Unit(1, 0, 0), Unit(0, 1, 0)])] };
        (await IdsAsync(_searcher, mean)).ShouldBe([near, same]);
        (await _searcher.FindEmbeddingAsync(Account, near, default))!.Vector.ToArray().ShouldBe(Unit(1, 1, 0));
    }

    [Fact]
    public async Task A_colour_ranks_by_the_share_of_the_picture_that_is_near_it()
    {
        var much = await _site.AddAsync(Colored(("#1f5fe0", 80), ("#ffffff", 20)));
        var little = await _site.AddAsync(Colored(("#2060d8", 10), ("#ffffff", 90)));
        await _site.AddAsync(Colored(("#e02020", 100)));

        var page = await PageAsync(_searcher, new SearchQuery { Color = new SearchColor(0x1f, 0x5f, 0xe0) });

        page.Hits.Select(hit => hit.Asset.Id).ShouldBe([much, little]);
        page.Hits[0].Score.ShouldBe(0.8, 0.01);
        page.Hits[0].Matches.ShouldHaveSingleItem().Text.ShouldBe("#1f5fe0");
    }

    [Fact]
    public async Task Filters_leave_out_what_does_not_hold_before_anything_is_ranked()
    {
        var taken = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        var id = await _site.AddAsync(asset => asset with
        {
            UserTags = ["dog", "park"],
            TakenAt = taken,
            Camera = "Canon EOS R5",
            Width = 4000,
            Height = 3000,
            Bytes = 5_000,
            Input = new AssetInput { Geo = new GeoPoint(13.4, 52.5), Metadata = """{"album":{"name":"spring","pages":[1,2]},"rating":5}""" },
        });
        await _site.AddAsync(asset => asset with { UserTags = ["dog", "city"], Type = MediaType.Video, UploadedBy = "other" });

        async Task ShouldHoldAsync(SearchFilter filter, bool holds = true) =>
            (await IdsAsync(_searcher, new SearchQuery { Words = "dog", Filter = filter })).Contains(id).ShouldBe(holds, filter.ToString());

        await ShouldHoldAsync(new SearchFilter { AllTags = ["park"], NoTags = ["city"], Type = MediaType.Image, UploadedBy = "key" });
        await ShouldHoldAsync(new SearchFilter { AllTags = ["park", "city"] }, false);
        await ShouldHoldAsync(new SearchFilter { NoTags = ["park"] }, false);
        await ShouldHoldAsync(new SearchFilter { Type = MediaType.Video }, false);
        await ShouldHoldAsync(new SearchFilter { UploadedBy = "other" }, false);
        await ShouldHoldAsync(new SearchFilter { UploadedBy = "nobody" }, false);
        await ShouldHoldAsync(new SearchFilter { From = taken, Before = taken.AddSeconds(1) });
        await ShouldHoldAsync(new SearchFilter { Before = taken }, false);
        await ShouldHoldAsync(new SearchFilter { From = taken.AddSeconds(1) }, false);
        await ShouldHoldAsync(new SearchFilter { Camera = "canon" });
        await ShouldHoldAsync(new SearchFilter { Camera = "nikon" }, false);
        await ShouldHoldAsync(new SearchFilter { MinWidth = 4000, MinHeight = 3000, MinBytes = 5000, MaxBytes = 5000 });
        await ShouldHoldAsync(new SearchFilter { MinWidth = 4001 }, false);
        await ShouldHoldAsync(new SearchFilter { MaxBytes = 4999 }, false);
        await ShouldHoldAsync(new SearchFilter { Metadata = """{"album":{"pages":[2]}}""" });
        await ShouldHoldAsync(new SearchFilter { Metadata = """{"rating":5,"album":{"name":"spring"}}""" });
        await ShouldHoldAsync(new SearchFilter { Metadata = """{"rating":"5"}""" }, false);
        await ShouldHoldAsync(new SearchFilter { Metadata = """{"name":"spring"}""" }, false);
        await ShouldHoldAsync(new SearchFilter { Area = new GeoArea(52, 13, 53, 14) });
        await ShouldHoldAsync(new SearchFilter { Area = new GeoArea(52, 14, 53, 13) }, false);
        await ShouldHoldAsync(new SearchFilter { Ids = [id] });
        await ShouldHoldAsync(new SearchFilter { Ids = [] }, false);
    }

    [Fact]
    public async Task Without_a_rank_everything_is_found_newest_first()
    {
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            ids.Insert(0, await _site.AddAsync(Tagged("a")));
        }

        (await IdsAsync(_searcher, new SearchQuery())).ShouldBe(ids);
        (await IdsAsync(_searcher, new SearchQuery { Skip = 3 })).ShouldBe(ids[3..]);
    }

    [Fact]
    public async Task Metadata_that_is_no_text_is_passed_over_and_the_rest_of_it_is_found()
    {
        var half = await _site.AddAsync(asset => Tagged("dog")(asset) with { Input = new AssetInput { Metadata = """{"a":"\ud800","b":1}""" } });
        var name = await _site.AddAsync(asset => Tagged("dog")(asset) with { Input = new AssetInput { Metadata = """{"\udfff":{"a":2},"b":1}""" } });

        (await IdsAsync(_searcher, "dog")).ShouldBe([name, half]);
        (await IdsAsync(_searcher, Holding("""{"b":1}"""))).ShouldBe([name, half]);
        (await IdsAsync(_searcher, Holding("""{"a":"\ud800"}"""))).ShouldBeEmpty();
        (await IdsAsync(_searcher, Holding("""{"b":1,"\udfff":{"a":2}}"""))).ShouldBeEmpty();

        static SearchQuery Holding(string metadata) => new() { Filter = new SearchFilter { Metadata = metadata } };
    }

    [Fact]
    public async Task Metadata_that_is_no_json_leaves_everything_else_to_be_found()
    {
        var id = await _site.AddAsync(asset => Tagged("dog")(asset) with { Input = new AssetInput { Metadata = "{" } });

        (await IdsAsync(_searcher, "dog")).ShouldBe([id]);
    }

    [Theory]
    [InlineData("!!!")]
    [InlineData("…")]
    [InlineData("♥")]
    [InlineData("\u200b")]
    public async Task Signs_that_are_no_word_find_nothing(string words)
    {
        await _site.AddAsync(Tagged("dog"), SearchTests.Unit(1, 0, 0));

        (await IdsAsync(_searcher, words)).ShouldBeEmpty();
        (await IdsAsync(_searcher, new SearchQuery { Words = words })).ShouldBeEmpty();
        (await IdsAsync(_searcher, new SearchQuery { Words = words, Like = [new LikeRank(Model, [Unit(1, 0, 0)])] })).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_sign_finds_what_is_tagged_with_it_and_blanks_ask_for_nothing()
    {
        var loved = await _site.AddAsync(Tagged("♥"));
        var dog = await _site.AddAsync(Tagged("dog"));

        var hit = (await PageAsync(_searcher, new SearchQuery { Words = " ♥ " })).Hits.ShouldHaveSingleItem();
        hit.Asset.Id.ShouldBe(loved);
        var match = hit.Matches.ShouldHaveSingleItem();
        (match.Field, match.Text).ShouldBe(("tag", "♥"));
        (await IdsAsync(_searcher, " \t ")).ShouldBe([dog, loved]);
    }

    [Fact]
    public async Task Accounts_do_not_see_each_other()
    {
        await _site.AddAsync(Tagged("dog"), Unit(1, 0, 0));

        (await _searcher.SearchAsync("bob", new SearchQuery { Words = "dog" }, default))
            .ShouldBeOfType<SearchResult.Found>().Page.Hits.ShouldBeEmpty();
    }

    internal static float[] Unit(params float[] values)
    {
        var length = MathF.Sqrt(values.Sum(value => value * value));
        return [.. values.Select(value => value / length)];
    }
}

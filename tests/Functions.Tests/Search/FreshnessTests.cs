using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Magpie.Assets;
using Magpie.Functions.Assets;
using Magpie.Functions.Search;
using Magpie.Search;
using Magpie.Tests.Support;
using static Magpie.Functions.Tests.Search.SearchSite;

namespace Magpie.Functions.Tests.Search;

public sealed class FreshnessTests(Azurite azurite) : IClassFixture<Azurite>, IAsyncLifetime
{
    private SearchSite _site = null!;

    public async Task InitializeAsync() => _site = await SearchSite.CreateAsync(azurite);

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task What_is_committed_is_found_by_the_next_search_of_any_instance_and_what_is_deleted_is_not()
    {
        var (one, other) = (_site.NewSearcher(), _site.NewSearcher());
        (await IdsAsync(one, "dog")).ShouldBeEmpty();
        (await IdsAsync(other, "dog")).ShouldBeEmpty();

        var id = await _site.AddAsync(Tagged("dog"));
        (await IdsAsync(one, "dog")).ShouldBe([id]);
        (await IdsAsync(other, "dog")).ShouldBe([id]);

        await _site.ChangeAsync(id, asset => asset with { UserTags = ["cat"] });
        (await IdsAsync(one, "dog")).ShouldBeEmpty();
        (await IdsAsync(other, "cat")).ShouldBe([id]);

        await _site.DeleteAsync(id);
        (await IdsAsync(one, "cat")).ShouldBeEmpty();
        (await IdsAsync(other, "cat")).ShouldBeEmpty();
    }

    [Fact]
    public async Task With_a_snapshot_too_two_instances_find_at_once_what_is_ready_and_nothing_that_is_gone()
    {
        _site.Options.RebuildAfter = 10;
        var ids = new List<string>();
        for (var i = 0; i < 6; i++)
        {
            ids.Add(await _site.AddAsync(Tagged("dog"), SearchTests.Unit(1, i, 0)));
        }

        await _site.NewBuilder().BuildAsync(Account, null, default);
        Searcher[] instances = [_site.NewSearcher(), _site.NewSearcher()];
        await ShouldFindAsync();
        for (var i = 0; i < 5; i++)
        {
            // One comes, one that is in the snapshot goes, and one that came after it.
            ids.Add(await _site.AddAsync(Tagged("dog"), SearchTests.Unit(0, i, 1), by: _site.NewCatalogue()));
            await ShouldFindAsync();
            await GoAsync(ids[0]);
            if (i == 3)
            {
                await GoAsync(ids[^1]);
                await _site.NewBuilder().BuildAsync(Account, null, default);
            }
        }

        async Task GoAsync(string id)
        {
            ids.Remove(id);
            await _site.DeleteAsync(id);
            await ShouldFindAsync();
        }

        // The very next search of either, so that nothing is to be waited for.
        async Task ShouldFindAsync()
        {
            foreach (var instance in instances)
            {
                (await IdsAsync(instance, new SearchQuery { Words = "dog", Limit = 100 })).ShouldBe(Enumerable.Reverse(ids));
                (await IdsAsync(instance, new SearchQuery { Like = [new LikeRank(Model, [SearchTests.Unit(1, 1, 1)])], Limit = 100 })).ShouldBe(ids, ignoreOrder: true);
            }
        }
    }

    [Fact]
    public async Task Many_changes_in_many_steps_leave_each_asset_once()
    {
        var searcher = _site.NewSearcher();
        var ids = new List<string>();
        for (var i = 0; i < 40; i++)
        {
            ids.Add(await _site.AddAsync(Tagged("dog"), SearchTests.Unit(1, i, 0)));
            if (i % 3 == 2)
            {
                await _site.ChangeAsync(ids[i - 1], asset => asset with { Title = $"again {i}" });
            }

            (await IdsAsync(searcher, new SearchQuery { Words = "dog", Limit = 100 })).ShouldBe(ids, ignoreOrder: true);
        }

        await _site.DeleteAsync(ids[7]);
        (await IdsAsync(searcher, new SearchQuery { Words = "dog", Limit = 100 })).ShouldBe(ids.Where(id => id != ids[7]), ignoreOrder: true);
        (await IdsAsync(searcher, new SearchQuery { Like = [new LikeRank(Model, [SearchTests.Unit(1, 3, 0)])], Limit = 100 })).Length.ShouldBe(39);
    }

    [Fact]
    public async Task Writers_that_race_number_their_changes_without_a_gap()
    {
        var catalogues = Enumerable.Range(0, 3).Select(_ => _site.NewCatalogue()).ToArray();
        await Task.WhenAll(Enumerable.Range(0, 24).Select(i => _site.AddAsync(Tagged("dog", $"t{i}"), by: catalogues[i % 3])));

        var position = await _site.Feed.PositionAsync(Account, default);
        position.Numbers.Sum().ShouldBe(24);
        var changes = await _site.Feed.ChangesAsync(Account, new FeedPosition([0, 0, 0, 0]), 100, default);
        changes!.Ids.Count.ShouldBe(24);
        changes.Position.Numbers.ShouldBe(position.Numbers);
        (await _site.Feed.ChangesAsync(Account, new FeedPosition([0, 0, 0, 0]), 10, default)).ShouldBeNull();
    }

    [Fact]
    public async Task What_this_instance_wrote_is_followed_without_reading_it_and_what_others_wrote_in_between_is_read()
    {
        using var sent = new SentRequests();
        var feed = new TableSearchFeed(_site.Over(new HttpClientTransport(sent)), TimeProvider.System, _site.Own);
        var other = _site.NewCatalogue();
        var start = (await feed.ChangesAsync(Account, new FeedPosition([0, 0, 0, 0]), 100, default)).ShouldNotBeNull();
        var own = new List<string>();
        for (var i = 0; i < 12; i++)
        {
            own.Add(await _site.AddAsync(Tagged("dog"), SearchTests.Unit(1, i, 0)));
        }

        var before = sent.Lines.Count;
        var followed = (await feed.ChangesAsync(Account, start.Position, 100, default)).ShouldNotBeNull();
        followed.Ids.ShouldBe(own, ignoreOrder: true);
        followed.Known.Keys.ShouldBe(own, ignoreOrder: true);
        (sent.Lines.Count - before).ShouldBe(4, "one look a partition for what others may have written");

        string[] mixed = [await _site.AddAsync(Tagged("cat"), by: other), await _site.AddAsync(Tagged("cat")), await _site.AddAsync(Tagged("cat"), by: other), await _site.AddAsync(Tagged("cat"))];
        (await feed.ChangesAsync(Account, followed.Position, 100, default)).ShouldNotBeNull().Ids.ShouldBe(mixed, ignoreOrder: true);
    }

    [Fact]
    public async Task What_this_instance_wrote_is_known_as_if_it_had_been_read_unless_it_was_a_part_or_somebody_wrote_since()
    {
        var feed = _site.Feed;
        var start = (await feed.ChangesAsync(Account, new FeedPosition([0, 0, 0, 0]), 100, default)).ShouldNotBeNull().Position;
        var id = await _site.AddAsync(Seen("dog", 0.83f, "animal"), SearchTests.Unit(1, 2, 3));
        var known = (await KnownAsync()).ShouldNotBeNull();
        var stored = (await feed.ReadAsync(Account, [id], default)).ShouldHaveSingleItem();
        AssetDocument.Write(known.Asset).ShouldBe(AssetDocument.Write(stored.Asset));
        known.Embedding!.Model.ShouldBe(stored.Embedding!.Model);
        known.Embedding.Vector.ToArray().ShouldBe(stored.Embedding.Vector.ToArray());

        // A part of the row: what it is merged into, storage knows alone.
        await _site.ChangeAsync(id, asset => asset with { Title = "ours" });
        (await ChangesAsync()).Known.ShouldBeEmpty();

        await _site.ChangeAsync(id, asset => asset with { Title = "all of it" }, new AssetEmbedding(Model, SearchTests.Unit(3, 2, 1)));
        (await KnownAsync())!.Asset.Title.ShouldBe("all of it");

        var other = _site.NewCatalogue();
        var now = (await other.FindAsync(Account, id, default))!;
        (await other.TryReplaceAsync(now, now.Asset with { Title = "theirs" }, null, default)).ShouldNotBeNull();
        (await ChangesAsync()).Known.ShouldBeEmpty();

        await _site.DeleteAsync(id);
        (await KnownAsync()).ShouldBeNull("it is not ready any more");

        async Task<FeedChanges> ChangesAsync()
        {
            var changes = (await feed.ChangesAsync(Account, start, 100, default)).ShouldNotBeNull();
            changes.Ids.ShouldBe([id]);
            start = changes.Position;
            return changes;
        }

        async Task<IndexedAsset?> KnownAsync() => (await ChangesAsync()).Known[id];
    }

    [Fact]
    public async Task What_somebody_else_wrote_in_the_same_round_is_not_hidden_by_what_this_instance_wrote_before_it()
    {
        var feed = _site.Feed;
        var start = (await feed.ChangesAsync(Account, new FeedPosition([0, 0, 0, 0]), 100, default)).ShouldNotBeNull().Position;
        var id = await _site.AddAsync(Tagged("dog"), SearchTests.Unit(1, 2, 3));
        var other = _site.NewCatalogue();
        var now = (await other.FindAsync(Account, id, default))!;
        (await other.TryReplaceAsync(now, now.Asset with { Title = "theirs" }, null, default)).ShouldNotBeNull();

        var changes = (await feed.ChangesAsync(Account, start, 100, default)).ShouldNotBeNull();

        changes.Ids.ShouldBe([id]);
        changes.Known.ShouldBeEmpty();
    }

    [Fact]
    public async Task Behind_a_change_that_was_begun_later_nothing_is_looked_for()
    {
        using var sent = new SentRequests();
        var feed = new TableSearchFeed(_site.Over(new HttpClientTransport(sent)), TimeProvider.System, _site.Own);
        var start = (await feed.ChangesAsync(Account, new FeedPosition([0, 0, 0, 0]), 100, default)).ShouldNotBeNull();
        var partition = AssetKeys.Partition(Account, 2);
        _site.Own.Add(partition, 1, new OwnChange("before", TimeProvider.System.GetTimestamp(), row: null));
        _site.Own.Add(partition, 2, new OwnChange("meanwhile", long.MaxValue, row: null));

        var before = sent.Lines.Count;
        var followed = (await feed.ChangesAsync(Account, start.Position, 100, default)).ShouldNotBeNull();

        followed.Ids.ShouldBe(["before", "meanwhile"], ignoreOrder: true);
        followed.Position.Numbers.ShouldBe([0, 0, 2, 0]);
        (sent.Lines.Count - before).ShouldBe(3, "a look at each other partition");
    }

    [Fact]
    public async Task Only_what_makes_a_difference_to_search_is_logged()
    {
        var id = await _site.AddAsync(Tagged("dog"));
        var reserved = new Asset
        {
            Id = AssetId.New(TimeProvider.System),
            Account = Account,
            UploadedBy = "key",
            Type = MediaType.Image,
            Name = "a.jpg",
            ContentType = "image/jpeg",
            Bytes = 1,
            CreatedAt = TimeProvider.System.GetUtcNow(),
        };
        await _site.Catalogue.ReserveAsync([reserved], default);
        await _site.ChangeAsync(reserved.Id, asset => asset with { State = AssetState.Received });
        await _site.ChangeAsync(reserved.Id, asset => asset with { State = AssetState.Rejected });

        var changes = await _site.Feed.ChangesAsync(Account, new FeedPosition([0, 0, 0, 0]), 100, default);
        changes!.Ids.ShouldBe([id]);
    }

    [Fact]
    public async Task A_machine_whose_clock_is_ahead_forgets_no_change_that_others_are_about_to_read()
    {
        var other = new TableSearchFeed(_site.Assets, TimeProvider.System);
        var start = (await other.ChangesAsync(Account, new FeedPosition([0, 0, 0, 0]), 100, default)).ShouldNotBeNull().Position;
        var ids = new List<string>();
        for (var i = 0; i < 12; i++)
        {
            ids.Add(await _site.AddAsync(Tagged("dog")));
        }

        await _site.NewBuilder(time: new ManualTime(TimeProvider.System.GetUtcNow().AddDays(1))).BuildAsync(Account, null, default);

        (await other.ChangesAsync(Account, start, 100, default)).ShouldNotBeNull().Ids.ShouldBe(ids, ignoreOrder: true);
    }


    [Fact]
    public async Task Changes_that_a_snapshot_has_are_forgotten_and_an_instance_that_missed_them_begins_again()
    {
        var late = _site.NewSearcher();
        (await IdsAsync(late, "dog")).ShouldBeEmpty();
        var ids = new List<string>();
        for (var i = 0; i < 12; i++)
        {
            ids.Add(await _site.AddAsync(Tagged("dog")));
        }

        await _site.NewBuilder().BuildAsync(Account, null, default);
        var position = await _site.Feed.PositionAsync(Account, default);
        await _site.Feed.ForgetAsync(Account, position, TimeSpan.FromMinutes(-1), default);
        (await CountAsync()).ShouldBe(position.Numbers.Count(number => number > 0));
        ids.Add(await _site.AddAsync(Tagged("dog")));

        (await IdsAsync(late, new SearchQuery { Words = "dog", Limit = 50 })).ShouldBe(ids, ignoreOrder: true);

        async Task<int> CountAsync()
        {
            var count = 0;
            await foreach (var row in _site.Assets.QueryAsync<TableEntity>($"RowKey ge 'c~' and RowKey lt 'd'"))
            {
                count++;
            }

            return count;
        }
    }
}

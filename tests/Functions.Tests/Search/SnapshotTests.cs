using Magpie.Assets;
using Magpie.Search;
using Magpie.Tests.Support;
using static Magpie.Functions.Tests.Search.SearchSite;

namespace Magpie.Functions.Tests.Search;

public sealed class SnapshotTests(Azurite azurite) : IClassFixture<Azurite>, IAsyncLifetime
{
    private SearchSite _site = null!;

    public async Task InitializeAsync() => _site = await SearchSite.CreateAsync(azurite);

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_snapshot_answers_as_the_changes_it_was_made_from_do()
    {
        for (var i = 0; i < 20; i++)
        {
            await _site.AddAsync(
                asset => Seen("dog", 0.5f + (i * 0.02f), "animal")(asset) with { Title = $"Rex {i}", UserTags = [$"nr {i}"], Camera = "Canon" },
                SearchTests.Unit(1, i * 0.1f, 0.5f));
        }

        SearchQuery[] queries =
        [
            new() { Words = "rex animal", Limit = 50 },
            new() { Words = "nr 1", Limit = 50 },
            new() { Tags = [new TagRank("dog", IsAbsent: true)], Limit = 50 },
            new() { Like = [new LikeRank(Model, [SearchTests.Unit(1, 1, 0.5f)])], Filter = new SearchFilter { Camera = "canon" }, Limit = 50 },
        ];
        var before = new List<SearchPage>();
        foreach (var query in queries)
        {
            before.Add(await PageAsync(_site.NewSearcher(), query));
        }

        await _site.NewBuilder().BuildAsync(Account, null, default);
        var fresh = _site.NewSearcher();
        foreach (var (query, page) in queries.Zip(before))
        {
            page.Hits.Count.ShouldBeGreaterThan(0);
            (await PageAsync(fresh, query)).Hits.Select(hit => (hit.Asset.Id, hit.Score)).ShouldBe(page.Hits.Select(hit => (hit.Asset.Id, hit.Score)));
        }
    }

    [Fact]
    public async Task One_snapshot_of_an_account_is_built_at_a_time_however_many_ask_for_it()
    {
        await _site.AddAsync(Tagged("dog"));
        var feed = new CountedFeed(_site.Feed) { ScanGate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously) };
        var builder = _site.NewBuilder(feed);

        var building = builder.BuildAsync(Account, null, default);
        await builder.BuildAsync(Account, null, default).WaitAsync(TimeSpan.FromSeconds(30));
        building.IsCompleted.ShouldBeFalse();
        feed.ScanGate.SetResult();
        await building;

        feed.Scans.ShouldBe(1);
        (await _site.Store.FindAsync(Account, default)).ShouldNotBeNull();
        await builder.BuildAsync(Account, (await _site.Store.FindAsync(Account, default))!.Snapshot!.Version, default);
        feed.Scans.ShouldBe(2, "the first is done");
    }


    [Fact]
    public async Task What_came_changed_and_went_after_the_snapshot_is_told_apart_from_what_is_in_it()
    {
        var stays = await _site.AddAsync(Tagged("dog"));
        var changes = await _site.AddAsync(Tagged("dog"));
        var goes = await _site.AddAsync(Tagged("dog"));
        await _site.NewBuilder().BuildAsync(Account, null, default);
        await _site.ChangeAsync(changes, asset => asset with { UserTags = ["cat"] });
        await _site.DeleteAsync(goes);
        var comes = await _site.AddAsync(Tagged("dog"));

        var searcher = _site.NewSearcher();
        (await IdsAsync(searcher, "dog")).ShouldBe([comes, stays]);
        (await IdsAsync(searcher, "cat")).ShouldBe([changes]);
    }

    [Fact]
    public async Task What_is_found_is_shown_as_the_catalogue_has_it_without_reading_it_there()
    {
        for (var i = 0; i < 5; i++)
        {
            await _site.AddAsync(asset => Seen("dog", 0.5f + (i * 0.1f), "animal")(asset) with { Title = $"Rex {i}", TakenAt = asset.CreatedAt.AddTicks(i) });
        }

        await _site.NewBuilder().BuildAsync(Account, null, default);
        var changed = await _site.AddAsync(Tagged("dog"));
        await _site.ChangeAsync(changed, asset => asset with { Title = "changed" });

        // A catalogue that has nothing: what is read there is not found.
        var empty = await SearchSite.CreateAsync(azurite);
        using var indexes = _site.NewIndexes(_site.NewReaders());
        var page = await PageAsync(new Searcher(indexes, _site.Feed, empty.Catalogue, (_, _) => []), new SearchQuery { Words = "dog" });

        page.Hits.Count.ShouldBe(6);
        foreach (var hit in page.Hits)
        {
            AssetDocument.Write(hit.Asset).ShouldBe(AssetDocument.Write((await _site.Catalogue.FindAsync(Account, hit.Asset.Id, default))!.Asset));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    [InlineData(-1)]
    public async Task A_snapshot_with_a_flipped_bit_is_built_again_and_search_goes_on_meanwhile(int at)
    {
        var id = await _site.AddAsync(Tagged("dog"));
        await _site.NewBuilder().BuildAsync(Account, null, default);
        var stored = (await _site.Store.FindAsync(Account, default))!;
        var blob = _site.Snapshots.GetBlobClient($"{Account}/v~{stored.Snapshot!.Version}");
        var bytes = (await blob.DownloadContentAsync()).Value.Content.ToArray();
        bytes[at < 0 ? bytes.Length + at : at] ^= 4;
        await blob.UploadAsync(BinaryData.FromBytes(bytes), overwrite: true);

        await ShouldHealAsync(id, stored);
    }

    [Fact]
    public async Task A_snapshot_that_is_gone_or_cut_off_is_built_again_and_search_goes_on_meanwhile()
    {
        var id = await _site.AddAsync(Tagged("dog"));
        await _site.NewBuilder().BuildAsync(Account, null, default);
        var stored = (await _site.Store.FindAsync(Account, default))!;
        var blob = _site.Snapshots.GetBlobClient($"{Account}/v~{stored.Snapshot!.Version}");
        await blob.UploadAsync(BinaryData.FromBytes(new byte[10]), overwrite: true);
        await ShouldHealAsync(id, stored);

        stored = (await _site.Store.FindAsync(Account, default))!;
        await _site.Snapshots.DeleteBlobAsync($"{Account}/v~{stored.Snapshot!.Version}");
        await ShouldHealAsync(id, stored);
    }

    [Fact]
    public async Task Without_a_snapshot_of_a_large_account_search_says_that_it_is_not_complete_until_there_is_one()
    {
        _site.Options.ReadWithoutSnapshot = 3;
        var ids = new List<string>();
        for (var i = 0; i < 8; i++)
        {
            ids.Add(await _site.AddAsync(Tagged("dog")));
        }

        var searcher = _site.NewSearcher();
        var page = await PageAsync(searcher, new SearchQuery { Words = "dog", Filter = new SearchFilter { MinBytes = 1 } });
        page.IsComplete.ShouldBeFalse();
        page.Hits.Select(hit => hit.Asset.Id).ShouldBe(Enumerable.Reverse(ids).Take(3));
        _site.Requests.ShouldHaveSingleItem().ShouldBe((Account, null));

        await _site.NewBuilder().BuildAsync(Account, null, default);
        var another = await PageAsync(_site.NewSearcher(), new SearchQuery { Words = "dog" });
        another.IsComplete.ShouldBeTrue();
        another.Hits.Count.ShouldBe(8);
    }

    [Fact]
    public async Task Without_a_snapshot_a_tag_is_found_on_all_assets_and_what_the_tag_lists_do_not_know_on_the_newest()
    {
        _site.Options.ReadWithoutSnapshot = 3;
        for (var i = 0; i < 8; i++)
        {
            var camera = i % 2 == 0 ? "Nikon" : "Canon";
            await _site.AddAsync(asset => asset with { UserTags = ["dog"], Camera = camera });
        }

        var searcher = _site.NewSearcher();
        var query = new SearchQuery { Filter = new SearchFilter { AllTags = ["dog"] } };
        await PageAsync(searcher, new SearchQuery { Words = "dog", Filter = new SearchFilter { MinBytes = 1 } });
        var page = await PageAsync(searcher, query);
        page.IsComplete.ShouldBeFalse();
        page.Hits.Count.ShouldBe(8);
        page = await PageAsync(searcher, query with { Filter = query.Filter with { Camera = "nikon" } });
        page.Hits.ShouldAllBe(hit => hit.Asset.Camera == "Nikon");
        page.Hits.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Much_that_is_new_asks_for_a_snapshot_and_little_does_not_build_one()
    {
        _site.Options.RebuildAfter = 10;
        var searcher = _site.NewSearcher();
        for (var i = 0; i < 11; i++)
        {
            _site.Requests.ShouldBeEmpty();
            await _site.AddAsync(Tagged("dog"));
            await PageAsync(searcher, new SearchQuery { Words = "dog" });
        }

        _site.Requests.ShouldHaveSingleItem();
        await _site.NewBuilder().BuildAsync(Account, null, default);
        var built = (await _site.Store.FindAsync(Account, default))!;
        await _site.AddAsync(Tagged("dog"));
        await _site.NewBuilder().BuildAsync(Account, null, default);
        (await _site.Store.FindAsync(Account, default)).ShouldBe(built, new SameSnapshot());
    }

    [Fact]
    public async Task Of_two_that_build_at_once_one_counts_and_nothing_is_left_of_the_other()
    {
        for (var i = 0; i < 5; i++)
        {
            await _site.AddAsync(Tagged("dog"));
        }

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _site.NewBuilder().BuildAsync(Account, null, default)));

        var current = (await _site.Store.FindAsync(Account, default))!;
        var names = new List<string>();
        await foreach (var blob in _site.Snapshots.GetBlobsAsync(new Azure.Storage.Blobs.Models.GetBlobsOptions { Prefix = Account }))
        {
            names.Add(blob.Name);
        }

        names.ShouldBe([$"{Account}/current", $"{Account}/v~{current.Snapshot!.Version}"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_search_that_cannot_wait_reads_one_tag_list()
    {
        _site.Options.Patience = TimeSpan.Zero;
        var ids = new[] { await _site.AddAsync(Seen("dog", 0.6f)), await _site.AddAsync(Seen("dog", 0.9f)) };

        var page = await PageAsync(_site.NewSearcher(), new SearchQuery { Words = "Dog" });

        page.IsComplete.ShouldBeFalse();
        page.Hits.Select(hit => hit.Asset.Id).ShouldBe([ids[1], ids[0]]);
    }

    private async Task ShouldHealAsync(string id, StoredSnapshot damaged)
    {
        _site.Requests.Clear();
        (await IdsAsync(_site.NewSearcher(), "dog")).ShouldBe([id]);
        _site.Requests.ShouldHaveSingleItem().ShouldBe((Account, damaged.Snapshot!.Version));

        await _site.NewBuilder().BuildAsync(Account, damaged.Snapshot!.Version, default);
        (await _site.Store.FindAsync(Account, default))!.Snapshot!.Version.ShouldNotBe(damaged.Snapshot!.Version);
        _site.Requests.Clear();
        (await IdsAsync(_site.NewSearcher(), "dog")).ShouldBe([id]);
        _site.Requests.ShouldBeEmpty();
    }

    private sealed class SameSnapshot : IEqualityComparer<StoredSnapshot>
    {
        public bool Equals(StoredSnapshot? one, StoredSnapshot? other) => one?.ETag == other?.ETag;

        public int GetHashCode(StoredSnapshot snapshot) => 0;
    }
}

using System.Globalization;
using Azure.Data.Tables;
using Magpie.Assets;
using Magpie.Functions.Assets;
using Magpie.Tagging;
using Magpie.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Magpie.Functions.Tests.Catalogue;

public sealed class TableCatalogueTests(Azurite azurite) : IClassFixture<Azurite>, IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private readonly string _suffix = Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(6));
    private TableClient _assets = null!;
    private TableClient _tags = null!;
    private TableCatalogue _catalogue = null!;

    public async Task InitializeAsync()
    {
        var tables = new TableServiceClient(azurite.ConnectionString);
        _assets = tables.GetTableClient("assets" + _suffix);
        _tags = tables.GetTableClient("tags" + _suffix);
        await _assets.CreateIfNotExistsAsync();
        await _tags.CreateIfNotExistsAsync();
        _catalogue = Another();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_reserved_asset_is_found_by_its_account_and_id_and_by_nobody_else()
    {
        var asset = await ReservedAsync("nest.jpg");

        var found = await _catalogue.FindAsync("ann", asset.Id, default);

        found.ShouldNotBeNull().Asset.Name.ShouldBe("nest.jpg");
        (await _catalogue.FindAsync("bob", asset.Id, default)).ShouldBeNull();
        (await _catalogue.FindAsync("ann", AssetId.New(_time), default)).ShouldBeNull();
        (await _catalogue.FindAsync("ann", "' or PartitionKey ne '", default)).ShouldBeNull();
    }

    [Fact]
    public async Task Reserving_again_leaves_what_is_there()
    {
        var first = New("a.jpg");
        var second = New("b.jpg");
        await _catalogue.ReserveAsync([first], default);
        await MoveAsync(first, asset => asset with { State = AssetState.Received });

        await _catalogue.ReserveAsync([first, second], default);

        (await _catalogue.FindAsync("ann", first.Id, default))!.Asset.State.ShouldBe(AssetState.Received);
        (await _catalogue.FindAsync("ann", second.Id, default))!.Asset.State.ShouldBe(AssetState.Reserved);
    }

    [Fact]
    public async Task A_hundred_assets_are_reserved_at_once()
    {
        var assets = Enumerable.Range(0, 100).Select(i => New($"{i}.jpg")).ToArray();

        await _catalogue.ReserveAsync(assets, default);

        var page = await _catalogue.ListAsync("ann", new AssetFilter { Limit = 200 }, default);
        page.Assets.Select(asset => asset.Id).ShouldBe(assets.Select(asset => asset.Id).OrderDescending(StringComparer.Ordinal));
        page.Cursor.ShouldBeNull();
    }

    [Fact]
    public async Task Everything_known_of_an_asset_comes_back()
    {
        var asset = await ReservedAsync("nest.jpg");
        var full = asset with
        {
            State = AssetState.Received,
            Title = "Nest 🪺 \"quoted\" 'single'",
            Width = 4000,
            Height = 3000,
            MlTags = [new MlTag("bald eagle", 0.973f, ["bird", "animal"], "n01614925", "birds@1.0.0")],
            Tagging = new TaggingSummary("done", "birds@1.0.0"),
            Colors = [new Magpie.Imaging.DominantColor("#2f5e97", "blue", 41.2)],
            TakenAt = new DateTimeOffset(2026, 4, 1, 7, 12, 9, TimeSpan.Zero),
            Error = new AssetError("code", "sentence"),
        };

        await MoveAsync(asset, _ => full);

        var read = (await _catalogue.FindAsync("ann", asset.Id, default))!.Asset;
        Json(read).ShouldBe(Json(full));
    }

    [Fact]
    public async Task A_change_to_what_somebody_else_changed_since_is_refused()
    {
        var asset = await ReservedAsync("nest.jpg");
        var read = (await _catalogue.FindAsync("ann", asset.Id, default))!;
        await MoveAsync(asset, a => a with { State = AssetState.Received });

        (await _catalogue.TryReplaceAsync(read, asset with { State = AssetState.Expired }, null, default)).ShouldBeNull();
        (await _catalogue.FindAsync("ann", asset.Id, default))!.Asset.State.ShouldBe(AssetState.Received);
    }

    [Fact]
    public async Task A_move_between_states_that_is_not_allowed_is_a_bug()
    {
        var asset = await ReservedAsync("nest.jpg");
        var read = (await _catalogue.FindAsync("ann", asset.Id, default))!;

        await Should.ThrowAsync<InvalidOperationException>(
            _catalogue.TryReplaceAsync(read, asset with { State = AssetState.Ready }, null, default));
    }

    [Fact]
    public async Task The_same_commit_twice_counts_the_tags_once()
    {
        var asset = await ReservedAsync("nest.jpg");
        var received = (await MoveAsync(asset, a => a with { State = AssetState.Received }))!;
        var ready = received.Asset with { State = AssetState.Ready, Tags = ["nest", "bird"] };

        var both = await Task.WhenAll(
            _catalogue.TryReplaceAsync(received, ready, null, default), Another().TryReplaceAsync(received, ready, null, default));

        both.Count(result => result is not null).ShouldBe(1);
        (await CountsAsync()).ShouldBe(["bird 1", "nest 1"]);
    }

    [Fact]
    public async Task Two_instances_that_commit_at_once_count_every_asset()
    {
        var other = Another();
        var assets = Enumerable.Range(0, 40).Select(i => New($"{i}.jpg")).ToArray();
        await _catalogue.ReserveAsync(assets, default);

        await Task.WhenAll(assets.Select((asset, i) => ReadyAsync(i % 2 == 0 ? _catalogue : other, asset, ["photo", $"n{i % 3}"])));

        (await CountsAsync()).ShouldBe(["n0 14", "n1 13", "n2 13", "photo 40"]);
    }

    [Fact]
    public async Task A_list_by_tag_is_newest_first_and_all_tags_must_match()
    {
        var ids = new List<string>();
        for (var i = 0; i < 6; i++)
        {
            var asset = await ReservedAsync($"{i}.jpg");
            await ReadyAsync(_catalogue, asset, i % 2 == 0 ? ["bird", "nest"] : ["bird"]);
            ids.Add(asset.Id);
        }

        (await IdsAsync(new AssetFilter { Tags = ["bird"] })).ShouldBe(Enumerable.Reverse(ids));
        (await IdsAsync(new AssetFilter { Tags = ["bird", "nest"] })).ShouldBe([ids[4], ids[2], ids[0]]);
        (await IdsAsync(new AssetFilter { Tags = ["cat"] })).ShouldBeEmpty();
    }

    [Fact]
    public async Task Pages_follow_each_other_without_gap_or_repeat_while_assets_arrive()
    {
        var ids = new List<string>();
        for (var i = 0; i < 11; i++)
        {
            ids.Add((await ReservedAsync($"{i}.jpg")).Id);
        }

        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = await _catalogue.ListAsync("ann", new AssetFilter { Limit = 4, Cursor = cursor }, default);
            seen.AddRange(page.Assets.Select(asset => asset.Id));
            cursor = page.Cursor;
            await ReservedAsync("late.jpg");
        }
        while (cursor is not null);

        seen.ShouldBe(Enumerable.Reverse(ids));
    }

    [Fact]
    public async Task Filters_by_state_type_and_key_narrow_the_list()
    {
        var photo = await ReservedAsync("a.jpg");
        var video = New("b.mp4") with { Type = MediaType.Video, UploadedBy = "pk'1" };
        await _catalogue.ReserveAsync([video], default);
        await MoveAsync(photo, asset => asset with { State = AssetState.Received });

        (await IdsAsync(new AssetFilter { State = AssetState.Received })).ShouldBe([photo.Id]);
        (await IdsAsync(new AssetFilter { Type = MediaType.Video })).ShouldBe([video.Id]);
        (await IdsAsync(new AssetFilter { UploadedBy = "pk'1" })).ShouldBe([video.Id]);
    }

    [Fact]
    public async Task Changing_the_tags_moves_the_asset_in_index_and_counts()
    {
        var asset = await ReservedAsync("nest.jpg");
        await ReadyAsync(_catalogue, asset, ["a/b#c?", "old", "犬"]);

        await MoveAsync(asset, a => a with { Tags = ["a/b#c?", "new"], Title = "Changed" });

        (await CountsAsync()).ShouldBe(["a/b#c? 1", "new 1"]);
        (await IdsAsync(new AssetFilter { Tags = ["old"] })).ShouldBeEmpty();
        var page = await _catalogue.ListAsync("ann", new AssetFilter { Tags = ["a/b#c?"] }, default);
        page.Assets.ShouldHaveSingleItem().Title.ShouldBe("Changed");
    }

    [Fact]
    public async Task More_tags_than_a_transaction_takes_are_changed_all_the_same()
    {
        var asset = await ReservedAsync("nest.jpg");
        await ReadyAsync(_catalogue, asset, [.. Enumerable.Range(0, 60).Select(i => $"old{i:00}"), "kept"]);

        var tags = Enumerable.Range(0, 60).Select(i => $"new{i:00}").Append("kept").ToArray();
        await MoveAsync(asset, a => a with { Tags = tags });

        (await CountsAsync()).ShouldBe(tags.Order(StringComparer.Ordinal).Select(tag => tag + " 1"));
    }

    [Fact]
    public async Task More_tags_at_once_than_a_transaction_takes_are_counted_each_once()
    {
        var asset = await ReservedAsync("nest.jpg");
        string[] tags = [.. Enumerable.Range(0, 250).Select(i => $"tag{i:000}")];

        (await ReadyAsync(_catalogue, asset, tags).WaitAsync(TimeSpan.FromMinutes(1))).ShouldNotBeNull().Asset.Tags.ShouldBe(tags);

        (await CountsAsync()).ShouldBe(tags.Select(tag => tag + " 1"));
    }

    [Fact]
    public async Task A_document_that_is_longer_than_a_column_may_be_is_kept_whole_and_may_become_shorter_again()
    {
        // What JSON escapes: twice in the document, for those of the user are among all tags.
        string[] tags = [.. Enumerable.Range(0, 50).Select(i => string.Concat(Enumerable.Repeat("\ud83e\udd85", 30)) + $"{i:00}")];
        var asset = New("nest.jpg") with { UserTags = tags, Tags = tags, Title = string.Concat(Enumerable.Repeat("\ud83d\udc26", 100)) };
        await _catalogue.ReserveAsync([asset], default);
        (await ReadyAsync(_catalogue, asset, tags)).ShouldNotBeNull();
        (await _catalogue.FindAsync("ann", asset.Id, default))!.Asset.Tags.ShouldBe(tags);
        (await _catalogue.ListAsync("ann", new AssetFilter { Tags = [tags[7]] }, default)).Assets.ShouldHaveSingleItem().UserTags.ShouldBe(tags);

        string[] fewer = tags[..30];
        await MoveAsync(asset, a => a with { UserTags = fewer, Tags = fewer });
        (await _catalogue.FindAsync("ann", asset.Id, default))!.Asset.Tags.ShouldBe(fewer);
        await MoveAsync(asset, a => a with { UserTags = ["bird"], Tags = ["bird"] });
        (await _catalogue.ListAsync("ann", new AssetFilter(), default)).Assets.ShouldHaveSingleItem().Tags.ShouldBe(["bird"]);
    }


    [Fact]
    public async Task A_deleted_asset_leaves_list_index_and_counts()
    {
        var asset = await ReservedAsync("nest.jpg");
        await ReadyAsync(_catalogue, asset, ["nest"]);

        await MoveAsync(asset, a => a with { State = AssetState.Deleted });

        (await IdsAsync(new AssetFilter())).ShouldBeEmpty();
        (await IdsAsync(new AssetFilter { Tags = ["nest"] })).ShouldBeEmpty();
        (await CountsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_index_lost_in_a_crash_is_written_again()
    {
        var asset = await ReservedAsync("nest.jpg");
        var ready = (await ReadyAsync(_catalogue, asset, ["nest"]))!.Asset;
        await _tags.DeleteEntityAsync(AssetKeys.TagPartition("ann", "nest"), AssetKeys.Inverted(asset.Id));
        (await IdsAsync(new AssetFilter { Tags = ["nest"] })).ShouldBeEmpty();

        await _catalogue.ReindexAsync(ready, default);

        (await IdsAsync(new AssetFilter { Tags = ["nest"] })).ShouldBe([asset.Id]);
        (await CountsAsync()).ShouldBe(["nest 1"]);
    }

    [Fact]
    public async Task Tags_are_listed_by_prefix_up_to_the_limit()
    {
        await ReadyAsync(_catalogue, await ReservedAsync("a.jpg"), ["bald eagle", "bald ibis", "bird", "übung"]);
        await ReadyAsync(_catalogue, await ReservedAsync("b.jpg"), ["bald eagle"]);

        (await CountsAsync("bald")).ShouldBe(["bald eagle 2", "bald ibis 1"]);
        (await CountsAsync("ü")).ShouldBe(["übung 1"]);
        (await _catalogue.TagsAsync("ann", "", 2, default)).Count.ShouldBe(2);
        (await _catalogue.TagsAsync("bob", "", 2, default)).ShouldBeEmpty();
    }

    private static string Json(Asset asset) => System.Text.Json.JsonSerializer.Serialize(asset);

    private TableCatalogue Another() =>
        new(_assets, _tags, new AssetChanges(_time), new JitterForTests(), TimeProvider.System, NullLogger<TableCatalogue>.Instance);

    private Asset New(string name)
    {
        _time.Advance(TimeSpan.FromMilliseconds(5));
        return new Asset
        {
            Id = AssetId.New(_time),
            Account = "ann",
            UploadedBy = "key",
            Type = MediaType.Image,
            Name = name,
            ContentType = "image/jpeg",
            Bytes = 10,
            CreatedAt = _time.GetUtcNow(),
        };
    }

    private async Task<Asset> ReservedAsync(string name)
    {
        var asset = New(name);
        await _catalogue.ReserveAsync([asset], default);
        return asset;
    }

    private async Task<StoredAsset?> MoveAsync(Asset asset, Func<Asset, Asset> change)
    {
        var read = (await _catalogue.FindAsync("ann", asset.Id, default))!;
        return await _catalogue.TryReplaceAsync(read, change(read.Asset), null, default);
    }

    private static async Task<StoredAsset?> ReadyAsync(TableCatalogue catalogue, Asset asset, string[] tags)
    {
        var read = (await catalogue.FindAsync("ann", asset.Id, default))!;
        var received = (await catalogue.TryReplaceAsync(read, read.Asset with { State = AssetState.Received }, null, default))!;
        var embedding = new AssetEmbedding("m@1", new float[] { 0.6f, 0.8f });
        return await catalogue.TryReplaceAsync(received, received.Asset with { State = AssetState.Ready, Tags = tags }, embedding, default);
    }

    private async Task<IEnumerable<string>> IdsAsync(AssetFilter filter) =>
        (await _catalogue.ListAsync("ann", filter, default)).Assets.Select(asset => asset.Id);

    private async Task<IEnumerable<string>> CountsAsync(string prefix = "") =>
        (await _catalogue.TagsAsync("ann", prefix, 1000, default))
            .Select(tag => tag.Tag + " " + tag.Count.ToString(CultureInfo.InvariantCulture));

    private sealed class JitterForTests : Random
    {
        public override double NextDouble() => 0.5;
    }
}

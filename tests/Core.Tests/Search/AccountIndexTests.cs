using Magpie.Assets;
using Magpie.Search;
using Magpie.Tests.Support;

namespace Magpie.Core.Tests.Search;

public sealed class AccountIndexTests
{
    private static readonly FeedPosition Start = new([0, 0, 0, 0]);

    [Fact]
    public void A_search_that_began_before_a_change_loses_no_hit_by_it()
    {
        var index = Snapshot(Enumerable.Range(1, 50));
        index.Apply([Id(60)], [Indexed(60)], Start);
        var began = index.View;

        for (var i = 1; i <= 50; i++)
        {
            index.Apply([Id(i)], [Indexed(i)], Start);
        }

        index.Apply([Id(60)], [], Start);
        Found(began).ShouldBe(Enumerable.Range(1, 50).Append(60).Reverse().Select(Id));
        Found(index.View).ShouldBe(Enumerable.Range(1, 50).Reverse().Select(Id));
    }

    [Fact]
    public void A_document_that_was_read_before_a_change_was_taken_in_is_not_kept()
    {
        var index = Snapshot([1, 2]);
        var (before, read) = (index.View, Asset(1));

        index.Apply([Id(1)], [], before.Position);
        index.Keep(read, before);

        index.Document(Id(1)).ShouldBeNull();
        index.Keep(Asset(1), index.View);
        index.Document(Id(1)).ShouldNotBeNull();
    }

    [Fact]
    public void A_document_is_that_of_the_snapshot_until_the_asset_changes()
    {
        var index = Snapshot(Enumerable.Range(1, 200));
        index.Document(Id(7))!.Name.ShouldBe("IMG_7.jpg");
        index.Document(Id(8))!.Name.ShouldBe("IMG_8.jpg");
        index.Document(Id(201)).ShouldBeNull();

        index.Apply([Id(7), Id(8), Id(9)], [new IndexedAsset(Asset(7) with { Name = "new.jpg" }, null)], Start);

        index.Document(Id(7))!.Name.ShouldBe("new.jpg");
        index.Document(Id(8)).ShouldBeNull();
        index.Document(Id(9)).ShouldBeNull();
        index.Document(Id(10))!.Name.ShouldBe("IMG_10.jpg");
    }

    [Fact]
    public void Where_changes_are_missing_the_snapshots_documents_are_not_believed()
    {
        var index = new AccountIndex(Packed(Enumerable.Range(1, 5)), "1", Start) { IsComplete = false };
        index.Document(Id(3)).ShouldBeNull();
        index.Apply([Id(3)], [Indexed(3)], Start);
        index.Document(Id(3)).ShouldNotBeNull();
    }

    [Fact]
    public void Documents_that_are_asked_for_stay_while_others_come_and_go()
    {
        var documents = new RecentDocuments();
        documents.Keep(Asset(1));
        documents.Keep(Asset(2));
        for (var i = 10; i < 10 + (3 * RecentDocuments.Half); i++)
        {
            documents.Keep(Asset(i));
            documents.Find(Id(1)).ShouldNotBeNull();
        }

        documents.Find(Id(2)).ShouldBeNull();
        documents.Count.ShouldBeLessThanOrEqualTo(2 * RecentDocuments.Half);
        documents.Remove(Id(1));
        documents.Find(Id(1)).ShouldBeNull();
    }

    [Fact]
    public void What_the_newest_assets_are_kept_as_counts_as_memory()
    {
        var index = Snapshot([1]);
        var before = index.Size;
        var vector = new float[1000];
        vector.AsSpan().Fill(0.1f);

        index.Apply([Id(2)], [new IndexedAsset(Asset(2), new AssetEmbedding("m@1", vector))], Start);

        (index.Size - before).ShouldBeGreaterThan(2_000);
    }

    [Fact]
    public void The_beginning_of_a_word_stands_for_every_word_that_begins_so()
    {
        var index = Snapshot(Enumerable.Range(1, 3_000), i => Asset(i) with { Name = $"a{i:d5}" });

        Found(index.View, "a").Count.ShouldBe(3_000);
        Found(index.View, "a0299").Count.ShouldBe(10);
    }

    private static AccountIndex Snapshot(IEnumerable<int> numbers, Func<int, Asset>? describe = null) => new(Packed(numbers, describe), "1", Start);

    private static PackedIndex Packed(IEnumerable<int> numbers, Func<int, Asset>? describe = null)
    {
        var packer = new IndexPacker();
        foreach (var asset in numbers.Reverse().Select(describe ?? Asset))
        {
            packer.Add(IndexEntry.Of(new IndexedAsset(asset, null)), asset);
        }

        return PackedIndex.Of(packer);
    }

    private static List<string> Found(IndexView view, string words = "dog")
    {
        var best = new BestHits(5_000, null);
        foreach (var segment in view.Segments)
        {
            using var search = new SegmentSearch(segment, RankedQuery.Of(new SearchQuery { Words = words }, static (_, _) => []));
            search.Run(best);
        }

        return [.. best.InOrder().Select(hit => hit.Id)];
    }

    private static IndexedAsset Indexed(int number) => new(Asset(number), null);

    private static string Id(int number) => $"{number:x32}";

    private static Asset Asset(int number) => new()
    {
        Id = Id(number),
        Account = "ann",
        UploadedBy = "key",
        Type = MediaType.Image,
        Name = $"IMG_{number}.jpg",
        ContentType = "image/jpeg",
        Bytes = number,
        CreatedAt = new ManualTime().GetUtcNow(),
        UserTags = ["dog"],
    };
}

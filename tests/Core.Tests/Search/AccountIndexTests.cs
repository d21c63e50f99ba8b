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

        index.Apply([Id(1)], [Indexed(1)], before.Position);
        index.Keep(read, before);

        index.Document(Id(1)).ShouldBeNull();
        index.Keep(Asset(1), index.View);
        index.Document(Id(1)).ShouldNotBeNull();
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

    private static AccountIndex Snapshot(IEnumerable<int> numbers, Func<int, Asset>? describe = null)
    {
        var packer = new IndexPacker();
        foreach (var i in numbers.Reverse())
        {
            packer.Add(IndexEntry.Of(new IndexedAsset((describe ?? Asset)(i), null)));
        }

        return new AccountIndex(PackedIndex.Of(packer), "1", Start);
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

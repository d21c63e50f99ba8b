using System.Text;
using Magpie.Assets;
using Magpie.Search;
using Magpie.Tests.Support;

namespace Magpie.Core.Tests.Search;

public sealed class PackedIndexTests
{
    [Fact]
    public void Terms_and_texts_are_found_again_whatever_their_order_and_length()
    {
        var packer = new IndexPacker();
        for (var i = 500; i > 0; i--)
        {
            packer.Add(IndexEntry.Of(new IndexedAsset(Asset(i) with { UserTags = [$"tag {i % 17}", new string('ü', i % 40)], Camera = i % 3 == 0 ? null : $"cam {i % 3}" }, null)));
        }

        var index = PackedIndex.Of(packer);

        index.Count.ShouldBe(500);
        for (var tag = 0; tag < 17; tag++)
        {
            index.Postings(Encoding.UTF8.GetBytes($"ttag {tag}")).ToArray().Select(posting => index.Records[posting.Ordinal].Id)
                .ShouldBe(Enumerable.Range(1, 500).Reverse().Where(i => i % 17 == tag).Select(i => Asset(i).Id));
        }

        index.Postings("tnothing"u8).Length.ShouldBe(0);
        index.Postings(""u8).Length.ShouldBe(0);
        var terms = index.TermsFrom("ttag 1"u8, 100);
        (terms.End.Value - terms.Start.Value).ShouldBe(8);
        index.Text(index.NumberOf("cam 2")).ShouldBe("cam 2");
        index.NumberOf("cam 0").ShouldBe(-1);
    }

    [Fact]
    public void An_asset_that_is_removed_is_not_live_and_the_others_are()
    {
        var packer = new IndexPacker();
        for (var i = 70; i > 0; i--)
        {
            packer.Add(IndexEntry.Of(new IndexedAsset(Asset(i), null)));
        }

        var index = PackedIndex.Of(packer);
        index.Remove(Asset(33).Id).ShouldBeTrue();
        index.Remove(Asset(99).Id).ShouldBeFalse();
        Enumerable.Range(0, 70).Where(ordinal => !index.IsLive(ordinal)).ShouldBe([70 - 33]);
    }

    [Fact]
    public void Bytes_that_are_no_index_or_a_damaged_one_are_not_opened()
    {
        var packer = new IndexPacker();
        packer.Add(IndexEntry.Of(new IndexedAsset(Asset(1), new AssetEmbedding("m@1", new float[] { 1, 2, 3 }))));
        var bytes = packer.Pack();
        PackedIndex.Open(bytes).ShouldNotBeNull();
        PackedIndex.Open([]).ShouldBeNull();
        PackedIndex.Open(new byte[1000]).ShouldBeNull();
        PackedIndex.Open(bytes[..^1]).ShouldBeNull();
        for (var at = 0; at < bytes.Length; at += 7)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[at] ^= 0x10;
            PackedIndex.Open(damaged).ShouldBeNull($"byte {at}");
        }
    }

    [Fact]
    public void Assets_must_come_newest_first()
    {
        var packer = new IndexPacker();
        packer.Add(IndexEntry.Of(new IndexedAsset(Asset(5), null)));
        Should.Throw<ArgumentException>(() => packer.Add(IndexEntry.Of(new IndexedAsset(Asset(6), null))));
    }

    private static Asset Asset(int number) => new()
    {
        Id = $"{number:x32}",
        Account = "ann",
        UploadedBy = "key",
        Type = MediaType.Image,
        Name = $"IMG_{number}.jpg",
        ContentType = "image/jpeg",
        Bytes = number,
        CreatedAt = new ManualTime().GetUtcNow(),
    };
}

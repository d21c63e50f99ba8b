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
        index.PostingsFrom("ttag 1"u8).Length.ShouldBe(Enumerable.Range(1, 500).Count(i => i % 17 is 1 or >= 10));
        index.PostingsFrom("ttag 16"u8).Length.ShouldBe(Enumerable.Range(1, 500).Count(i => i % 17 == 16));
        index.PostingsFrom("ttag 17"u8).Length.ShouldBe(0);
        index.PostingsFrom("\u00ff"u8).Length.ShouldBe(0);
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

        var whole = new IndexSegment(PackedIndex.Of(packer));
        var part = whole.Without([Asset(33).Id, Asset(99).Id, Asset(33).Id]);

        Enumerable.Range(0, 70).Where(ordinal => !part.IsLive(ordinal)).ShouldBe([70 - 33]);
        (whole.Live, part.Live).ShouldBe((70, 69));
        Enumerable.Range(0, 70).ShouldAllBe(ordinal => whole.IsLive(ordinal));
        part.Without([Asset(33).Id, Asset(99).Id]).ShouldBeSameAs(part);
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

    [Theory]
    [InlineData(1, 0)]
    [InlineData(64, 0)]
    [InlineData(500, 0)]
    [InlineData(100, 16_000)]
    public void Every_asset_has_its_own_document(int count, int metadata)
    {
        var packer = new IndexPacker();
        var assets = Enumerable.Range(1, count).Reverse().Select(i => Asset(i) with
        {
            Title = $"\u0001 line\none \"{i}\" 日本",
            DuplicateOf = Asset(i / 2).Id,
            Urls = new AssetUrls($"/media/{i:x32}/original", null, null),
            Input = new AssetInput { Metadata = new string((char)('a' + (i % 26)), metadata) },
        }).ToList();
        assets.ForEach(asset => packer.Add(IndexEntry.Of(new IndexedAsset(asset, null)), asset));

        var index = PackedIndex.Of(packer);

        Enumerable.Range(0, count).Select(ordinal => AssetDocument.Write(index.Document(ordinal)!)).ShouldBe(assets.Select(AssetDocument.Write));
    }

    [Fact]
    public void An_index_without_documents_says_so()
    {
        var packer = new IndexPacker();
        packer.Add(IndexEntry.Of(new IndexedAsset(Asset(1), null)));
        PackedIndex.Of(packer).Document(0).ShouldBeNull();
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

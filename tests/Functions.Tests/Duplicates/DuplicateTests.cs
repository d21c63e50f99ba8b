using Magpie.Assets;
using Magpie.Core.Tests.Imaging;
using Magpie.Duplicates;
using Magpie.Functions.Tests.Ingest;
using Magpie.Ingest;

namespace Magpie.Functions.Tests.Duplicates;

[Collection(IngestTests.Name)]
public sealed class DuplicateTests(IngestFixture fixture)
{
    [Fact]
    public async Task The_same_file_again_names_the_first_one_and_is_kept()
    {
        using var worker = new Worker(fixture);
        var first = await worker.SettleAsync(Checkers(8));

        var second = await worker.SettleAsync(Checkers(8));

        first.DuplicateOf.ShouldBeNull();
        (second.State, second.DuplicateOf).ShouldBe((AssetState.Ready, first.Id));
        second.NearDuplicates.ShouldBeEmpty();
        second.Tags.ShouldNotContain(DuplicateCheck.Tag);
    }

    [Fact]
    public async Task The_policy_flag_gives_a_duplicate_a_tag_that_its_owner_may_take_off()
    {
        using var worker = new Worker(fixture, duplicates: DuplicatePolicy.Flag);
        await worker.SettleAsync(Checkers(8));

        var second = await worker.SettleAsync(Checkers(8));

        second.UserTags.ShouldBe(["nest", "spring", "duplicate"]);
        (await worker.TaggedAsync("duplicate")).ShouldBe([second.Id]);
    }

    [Fact]
    public async Task The_policy_reject_refuses_a_duplicate_until_the_original_is_gone()
    {
        using var worker = new Worker(fixture, duplicates: DuplicatePolicy.Reject);
        var first = await worker.SettleAsync(Checkers(8));

        var second = await worker.SettleAsync(Checkers(8));

        (second.State, second.DuplicateOf).ShouldBe((AssetState.Rejected, first.Id));
        second.Error.ShouldNotBeNull().Code.ShouldBe(RejectionCodes.Duplicate);
        second.Error.Message.ShouldContain(first.Id);
        (await worker.ServedAsync(second)).ShouldBeEmpty();
        (await worker.HasArrivedAsync(second)).ShouldBeFalse();

        var read = (await worker.Catalogue.FindAsync(worker.Account, first.Id, default)).ShouldNotBeNull();
        await worker.Catalogue.TryReplaceAsync(read, read.Asset with { State = AssetState.Deleted }, null, default);
        (await worker.SettleAsync(Checkers(8))).State.ShouldBe(AssetState.Ready);
        (await worker.Fingerprints.FindAsync(worker.Account, first.Sha256!, default)).ShouldHaveSingleItem().Id.ShouldNotBe(first.Id);
    }

    [Fact]
    public async Task When_the_first_of_three_is_deleted_the_second_is_the_one_that_the_next_duplicates()
    {
        using var worker = new Worker(fixture);
        var first = await worker.SettleAsync(Checkers(8));
        var second = await worker.SettleAsync(Checkers(8));

        await worker.Duplicates.ForgetAsync(first, default);

        (await worker.SettleAsync(Checkers(8))).DuplicateOf.ShouldBe(second.Id);
    }

    [Fact]
    public async Task Of_eight_that_arrive_at_once_exactly_one_is_ready_when_duplicates_are_rejected()
    {
        using var one = new Worker(fixture, duplicates: DuplicatePolicy.Reject);
        using var other = new Worker(fixture, one.Account, duplicates: DuplicatePolicy.Reject);
        var assets = new List<Asset>();
        for (var i = 0; i < 8; i++)
        {
            assets.Add(await one.UploadAsync(Checkers(8)));
        }

        await Task.WhenAll(assets.Select((asset, i) => (i % 2 == 0 ? one : other).IngestAsync(asset)));

        var settled = await Task.WhenAll(assets.Select(one.FindAsync));
        var ready = settled.Where(asset => asset.State == AssetState.Ready).ShouldHaveSingleItem();
        settled.Except([ready]).ShouldAllBe(asset => asset.State == AssetState.Rejected);
    }

    [Fact]
    public async Task The_same_picture_saved_otherwise_is_a_near_duplicate_and_another_picture_is_none()
    {
        using var worker = new Worker(fixture);
        var original = await worker.SettleAsync(Gradient(400, 300));
        await worker.SettleAsync(Checkers(5));

        var smaller = await worker.SettleAsync(Gradient(200, 150));

        smaller.DuplicateOf.ShouldBeNull();
        smaller.NearDuplicates.ShouldBe([original.Id]);
    }

    [Fact]
    public async Task Pages_with_nothing_on_them_are_not_near_each_other()
    {
        using var worker = new Worker(fixture);
        await worker.SettleAsync(Photos.Solid(40, 30));

        (await worker.SettleAsync(Photos.Solid(80, 60))).NearDuplicates.ShouldBeEmpty();
    }

    [Fact]
    public async Task Accounts_do_not_see_each_others_files()
    {
        using var one = new Worker(fixture);
        using var other = new Worker(fixture);
        await one.SettleAsync(Checkers(8));

        (await other.SettleAsync(Checkers(8))).DuplicateOf.ShouldBeNull();
    }

    [Fact]
    public async Task Whoever_adds_a_fingerprint_first_holds_its_bytes_and_the_others_are_told_who_does()
    {
        using var worker = new Worker(fixture);
        var first = new Fingerprint(worker.Account, AssetId.New(TimeProvider.System), new string('d', 64), 7);
        var second = first with { Id = AssetId.New(TimeProvider.System) };

        (await worker.Fingerprints.AddAsync(first, default)).ShouldBeNull();
        (await worker.Fingerprints.AddAsync(second, default)).ShouldBe(first.Id);
        (await worker.Fingerprints.AddAsync(first, default)).ShouldBeNull("again, it is still the holder");

        (await worker.Fingerprints.FindAsync(worker.Account, first.Sha256, default)).ShouldBe([first, second], ignoreOrder: true);
        (await worker.Fingerprints.FindNeighboursAsync(first, default)).ShouldBe([second]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0b1)]
    [InlineData(0x8000_0000_0000_0000)]
    [InlineData(0x0001_0010_0100_1000)]
    [InlineData(0x1000_0200_0040_0008)]
    public async Task A_hash_of_which_at_most_four_bits_differ_is_found_wherever_they_are(ulong difference)
    {
        using var worker = new Worker(fixture);
        const ulong hash = 0x5A5A_3C3C_0FF0_9669;
        var own = new Fingerprint(worker.Account, AssetId.New(TimeProvider.System), new string('a', 64), hash);
        var near = new Fingerprint(worker.Account, AssetId.New(TimeProvider.System), new string('b', 64), hash ^ difference);
        var far = new Fingerprint(worker.Account, AssetId.New(TimeProvider.System), new string('c', 64), hash ^ 0b11111);
        await worker.Fingerprints.AddAsync(near, default);
        await worker.Fingerprints.AddAsync(far, default);

        (await worker.Fingerprints.FindNeighboursAsync(own, default)).ShouldBe([near]);
    }

    [Fact]
    public async Task What_is_forgotten_is_not_found_and_forgetting_twice_does_no_harm()
    {
        using var worker = new Worker(fixture);
        var ready = await worker.SettleAsync(Checkers(8));

        await worker.Duplicates.ForgetAsync(ready, default);
        await worker.Duplicates.ForgetAsync(ready, default);

        (await worker.Fingerprints.FindNeighboursAsync(Fingerprint.Of(ready).ShouldNotBeNull() with { Id = "other" }, default)).ShouldBeEmpty();
    }

    /// <summary>A JPEG of squares.</summary>
    private static byte[] Checkers(int squares) =>
        Picture(240, 240, (x, y) => ((x * squares / 240) + (y * squares / 240)) % 2 == 0 ? (byte)230 : (byte)(x * y % 97));

    private static byte[] Gradient(int width, int height) =>
        Picture(width, height, (x, y) => (byte)(127 + (60 * Math.Sin(9d * x / width)) + (60 * Math.Cos(7d * y / height * (1 + ((double)x / width))))));

    private static byte[] Picture(int width, int height, Func<int, int, byte> grey)
    {
        var rgb = new byte[width * height * 3];
        for (var at = 0; at < width * height; at++)
        {
            rgb.AsSpan(at * 3, 3).Fill(grey(at % width, at / width));
        }

        return Pictures.Jpeg(rgb, width, height);
    }
}

using Magpie.Assets;
using Magpie.Core.Tests.Imaging;
using Magpie.Core.Tests.Tagging;
using Magpie.Delivery;
using Magpie.Functions.Tests.Delivery;
using Magpie.Imaging;
using Magpie.Ingest;

namespace Magpie.Functions.Tests.Ingest;

[Collection(IngestTests.Name)]
public sealed class PhotoTests(IngestFixture fixture) : IDisposable
{
    private readonly TinyPack _packs = new();

    [Fact]
    public async Task A_photo_becomes_ready_with_everything_that_is_known_of_it()
    {
        _packs.Add();
        using var worker = new Worker(fixture, models: _packs.Root);
        var file = Photos.Sideways;

        var asset = await worker.UploadAsync(file);
        (await worker.IngestAsync(asset)).ShouldBe(IngestOutcome.Ready);

        var ready = await worker.FindAsync(asset);
        ready.State.ShouldBe(AssetState.Ready);
        (ready.Title, ready.Name, ready.ContentType, ready.Bytes).ShouldBe(("Nest", "nest.jpg", "image/jpeg", file.Length));
        ready.Sha256.ShouldBe(DeliveryFixture.Sha256(file));
        (ready.Width, ready.Height).ShouldBe((300, 400));
        ready.UserTags.ShouldBe(["nest", "spring"]);
        ready.Tags.ShouldBe(["nest", "spring", "red"]);
        ready.MlTags.ShouldHaveSingleItem().Parents.ShouldBe(["colour"]);
        ready.Tagging.ShouldBe(new TaggingSummary("done", "colours@1.0.0"));
        ready.Colors.ShouldNotBeEmpty();
        ready.Colors[0].Name.ShouldBe("red");
        ready.BlurHash.ShouldNotBeNullOrEmpty();
        ready.PerceptualHash.ShouldNotBeNull().Length.ShouldBe(16);
        ready.TakenAt.ShouldBe(new DateTimeOffset(2026, 4, 1, 7, 12, 9, TimeSpan.Zero));
        ready.Camera.ShouldBe("Canon EOS R5");
        ready.Urls.ShouldBe(new AssetUrls($"/media/{asset.Id}/original", $"/media/{asset.Id}/thumb", $"/media/{asset.Id}/preview"));
        (ready.PublicId, ready.Delivery, ready.Error).ShouldBe(($"gallery/{asset.Id}", "blob", null));
        ready.ReceivedAt.ShouldNotBeNull().ShouldBeLessThanOrEqualTo(ready.ReadyAt.ShouldNotBeNull());
        (await worker.ServedAsync(asset)).ShouldBe(MediaNames.All);
        (await worker.HasArrivedAsync(asset)).ShouldBeFalse();
        (await worker.CountsAsync()).ShouldBe(new Dictionary<string, long> { ["nest"] = 1, ["red"] = 1, ["spring"] = 1 }, ignoreOrder: true);
        (await worker.TaggedAsync("red")).ShouldBe([asset.Id]);
    }

    [Fact]
    public async Task The_original_is_served_byte_for_byte_and_what_is_made_of_it_carries_no_exif()
    {
        using var worker = new Worker(fixture);
        var asset = await worker.SettleAsync(Photos.Sideways);

        var original = (await worker.Media.Blob(asset.Id, MediaNames.Original).DownloadContentAsync()).Value;
        var thumb = (await worker.Media.Blob(asset.Id, MediaNames.Thumb).DownloadContentAsync()).Value;

        original.Content.ToArray().ShouldBe(Photos.Sideways);
        original.Details.ContentType.ShouldBe("image/jpeg");
        thumb.Details.ContentType.ShouldBe("image/webp");
        thumb.Content.ToArray().AsSpan().IndexOf("EXIF"u8).ShouldBe(-1);
        var facts = new ImageDecoder(new ImagingOptions()).Inspect(thumb.Content).Value.ShouldNotBeNull();
        (facts.Width, facts.Height).ShouldBe((240, 320));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 3000)]
    [InlineData(3000, 1)]
    [InlineData(2, 1)]
    public async Task A_picture_of_any_shape_becomes_ready(int width, int height)
    {
        _packs.Add();
        using var worker = new Worker(fixture, models: _packs.Root);

        var ready = await worker.SettleAsync(Photos.Solid(width, height), "dot.png", "image/png");

        (ready.State, ready.Error).ShouldBe((AssetState.Ready, null));
        (ready.Width, ready.Height).ShouldBe((width, height));
        ready.Tags.ShouldContain("red");
    }

    [Fact]
    public async Task Of_a_gif_of_10_000_frames_the_first_is_looked_at()
    {
        using var worker = new Worker(fixture);

        var ready = await worker.SettleAsync(Pictures.Gif(500, 500, 10_000), "dance.gif", "image/gif");

        (ready.State, ready.Error).ShouldBe((AssetState.Ready, null));
        (ready.Width, ready.Height).ShouldBe((500, 500));
    }

    [Fact]
    public async Task A_checksum_that_was_announced_in_capitals_is_the_same_checksum()
    {
        using var worker = new Worker(fixture);
        var file = Photos.Sideways;

        var ready = await worker.SettleAsync(file, declare: declared => declared.Sha256 = DeliveryFixture.Sha256(file).ToUpperInvariant());

        (ready.State, ready.Sha256).ShouldBe((AssetState.Ready, DeliveryFixture.Sha256(file)));
    }

    [Theory]
    [InlineData("clip.mp4", "video/mp4")]
    [InlineData("clip.webm", "video/webm")]
    public async Task A_video_becomes_ready_with_the_tags_of_its_user(string name, string contentType)
    {
        using var worker = new Worker(fixture);
        var file = name == "clip.mp4" ? DeliveryFixture.Video() : Photos.WebM;

        var ready = await worker.SettleAsync(file, name, contentType, declared => declared.Sha256 = DeliveryFixture.Sha256(file));

        (ready.State, ready.Error).ShouldBe((AssetState.Ready, null));
        (ready.ContentType, ready.Tagging?.Status, ready.Video).ShouldBe((contentType, "unavailable", null));
        ready.Tagging!.Reason.ShouldNotBeNull().ShouldContain("MAGPIE_FFMPEG");
        ready.Tags.ShouldBe(["nest", "spring"]);
        ready.Urls.ShouldBe(new AssetUrls($"/media/{ready.Id}/original", null, null));
        (await worker.ServedAsync(ready)).ShouldBe([MediaNames.Original]);
        (await worker.CountsAsync()).ShouldBe(new Dictionary<string, long> { ["nest"] = 1, ["spring"] = 1 }, ignoreOrder: true);
    }

    public void Dispose() => _packs.Dispose();
}

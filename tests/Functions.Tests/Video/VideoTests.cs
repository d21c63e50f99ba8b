using Magpie.Assets;
using Magpie.Core.Tests.Tagging;
using Magpie.Delivery;
using Magpie.Functions.Tests.Delivery;
using Magpie.Functions.Tests.Ingest;
using Magpie.Imaging;
using Magpie.Tests.Support;
using Magpie.Video;

namespace Magpie.Functions.Tests.Video;

/// <summary>What is learned of videos, with the ffmpeg of this machine.</summary>
[Collection(VideoCollection.Name)]
public sealed class VideoTests(IngestFixture fixture) : IDisposable
{
    private const string Red = "-f lavfi -i color=c=red:s=320x180:r=25:d=2";
    private const string Bars = "-f lavfi -i testsrc=s=640x360:r=25:d=3";
    private const string Tone = "-f lavfi -i sine=frequency=440:duration=3";

    /// <summary>Where it does not matter how many are looked at; each takes a process of ffmpeg.</summary>
    private const int Few = 4;

    private readonly TinyPack _packs = new();

    [FfmpegFact]
    public async Task A_video_becomes_ready_with_facts_poster_and_tags()
    {
        _packs.Add();
        using var worker = Worker();
        var file = await Ffmpeg.MakeAsync(".mp4", $"{Red} {Tone} -pix_fmt yuv420p -c:v libx264 -c:a aac -shortest");

        var ready = await worker.SettleAsync(file, "clip.mp4", "video/mp4");

        (ready.State, ready.Error).ShouldBe((AssetState.Ready, null));
        (ready.Width, ready.Height).ShouldBe((320, 180));
        ready.Duration.ShouldNotBeNull().ShouldBe(2, 0.1);
        ready.Video.ShouldBe(new VideoFacts("mp4", "h264", 25, 0, "aac"));
        ready.Sha256.ShouldBe(DeliveryFixture.Sha256(file));
        (ready.Tagging, ready.Tags).ShouldSatisfyAllConditions(
            () => ready.Tagging.ShouldBe(new TaggingSummary("done", "colours@1.0.0")),
            () => ready.Tags.ShouldBe(["nest", "spring", "red"]));
        ready.Colors[0].Name.ShouldBe("red");
        ready.BlurHash.ShouldNotBeNullOrEmpty();
        ready.PerceptualHash.ShouldNotBeNull().Length.ShouldBe(16);
        ready.Urls.ShouldBe(new AssetUrls($"/media/{ready.Id}/original", $"/media/{ready.Id}/thumb", $"/media/{ready.Id}/preview"));
        (await worker.ServedAsync(ready)).ShouldBe(MediaNames.All);
        (await worker.CountsAsync())["red"].ShouldBe(1);
    }

    [FfmpegTheory]
    [InlineData(".mp4", "video/mp4", "mp4", "-c:v libx264 -c:a aac -movflags +faststart", "h264", "aac")]
    [InlineData(".mov", "video/quicktime", "quicktime", "-c:v mpeg4 -c:a aac", "mpeg4", "aac")]
    [InlineData(".webm", "video/webm", "webm", "-c:v libvpx -deadline realtime -c:a libopus", "vp8", "opus")]
    [InlineData(".mkv", "video/x-matroska", "matroska", "-c:v libx264 -c:a libopus", "h264", "opus")]
    [InlineData(".avi", "video/x-msvideo", "avi", "-c:v mpeg4 -c:a mp3", "mpeg4", "mp3")]
    [InlineData(".mpeg", "video/mpeg", "mpeg", "-c:v mpeg2video -c:a mp2 -f mpeg", "mpeg2video", "mp2")]
    [InlineData(".mpg", "video/mpeg", "mpeg", "-c:v mpeg2video -c:a mp2 -f mpegts", "mpeg2video", "mp2")]
    public async Task Each_accepted_container_is_read(string extension, string contentType, string container, string codecs, string video, string audio)
    {
        using var worker = Worker(Few);
        var file = await Ffmpeg.MakeAsync(extension, $"{Bars} {Tone} -pix_fmt yuv420p {codecs}");

        var ready = await worker.SettleAsync(file, "clip" + extension, contentType);

        (ready.State, ready.Error).ShouldBe((AssetState.Ready, null));
        ready.Video.ShouldBe(new VideoFacts(container, video, 25, 0, audio));
        (ready.Width, ready.Height).ShouldBe((640, 360));
        ready.Duration.ShouldNotBeNull().ShouldBe(3, 0.25);
        ready.Urls!.Thumb.ShouldNotBeNull();
    }

    [FfmpegFact]
    public async Task A_poster_is_not_the_black_that_a_video_begins_with()
    {
        using var worker = Worker();
        var file = await Ffmpeg.MakeAsync(
            ".mp4", "-f lavfi -i color=c=black:s=320x180:r=10:d=1 -f lavfi -i testsrc=s=320x180:r=10:d=2 -filter_complex [0][1]concat=n=2:v=1:a=0 -pix_fmt yuv420p");

        var ready = await worker.SettleAsync(file, "clip.mp4", "video/mp4");

        // One key frame in all: a poster from the nearest key frame would be black.
        ready.Colors.ShouldContain(color => color.Name != "black" && color.Percent > 5);
        var thumb = (await worker.Media.Blob(ready.Id, MediaNames.Thumb).DownloadContentAsync()).Value.Content;
        using var picture = new ImageDecoder(new ImagingOptions()).Decode(thumb).Value.ShouldNotBeNull();
        using var pixels = picture.ToRgb();
        pixels.Rgb.ToArray().Average(value => value).ShouldBeGreaterThan(60);
    }

    [FfmpegFact]
    public async Task A_video_that_is_black_throughout_has_a_black_poster()
    {
        using var worker = Worker();
        var file = await Ffmpeg.MakeAsync(".mp4", "-f lavfi -i color=c=black:s=320x180:r=10:d=2 -pix_fmt yuv420p");

        var ready = await worker.SettleAsync(file, "night.mp4", "video/mp4");

        (ready.State, ready.Colors[0].Name).ShouldBe((AssetState.Ready, "black"));
        ready.Urls!.Thumb.ShouldNotBeNull();
    }

    [FfmpegFact]
    public async Task A_turned_video_stands_upright()
    {
        using var worker = Worker(Few);
        var flat = await Ffmpeg.MakeAsync(".mp4", $"{Bars} -pix_fmt yuv420p -an");

        // The display matrix of the track header: 90 degrees clockwise, as a phone held upright writes it.
        var turned = Turn(flat);
        var ready = await worker.SettleAsync(turned, "upright.mp4", "video/mp4");

        (ready.State, ready.Error).ShouldBe((AssetState.Ready, null));
        (ready.Width, ready.Height).ShouldBe((360, 640));
        ready.Video.ShouldNotBeNull().Rotation.ShouldBe(90);
        ready.Video.AudioCodec.ShouldBeNull();
        var preview = (await worker.Media.Blob(ready.Id, MediaNames.Preview).DownloadContentAsync()).Value.Content;
        var facts = new ImageDecoder(new ImagingOptions()).Inspect(preview).Value.ShouldNotBeNull();
        (facts.Width, facts.Height).ShouldBe((360, 640));
    }

    [FfmpegFact]
    public async Task Pixels_that_are_not_square_are_shown_as_they_should_look()
    {
        using var worker = Worker(Few);
        var file = await Ffmpeg.MakeAsync(".mp4", "-f lavfi -i testsrc=s=320x240:r=10:d=1 -vf setsar=2 -pix_fmt yuv420p");

        var ready = await worker.SettleAsync(file, "wide.mp4", "video/mp4");

        (ready.Width, ready.Height).ShouldBe((320, 240));
        var preview = (await worker.Media.Blob(ready.Id, MediaNames.Preview).DownloadContentAsync()).Value.Content;
        var facts = new ImageDecoder(new ImagingOptions()).Inspect(preview).Value.ShouldNotBeNull();
        (facts.Width, facts.Height).ShouldBe((640, 240));
    }

    [FfmpegFact]
    public async Task A_tag_of_half_of_the_frames_counts_three_quarters()
    {
        _packs.Add();
        using var worker = Worker();
        var file = await Ffmpeg.MakeAsync(
            ".mp4", "-f lavfi -i color=c=red:s=64x64:r=10:d=4 -f lavfi -i color=c=black:s=64x64:r=10:d=4 -filter_complex [0][1]concat=n=2:v=1:a=0 -pix_fmt yuv420p");
        var red = await Ffmpeg.MakeAsync(".mp4", "-f lavfi -i color=c=red:s=64x64:r=10:d=4 -pix_fmt yuv420p");

        var half = await worker.SettleAsync(file, "half.mp4", "video/mp4");
        var whole = await worker.SettleAsync(red, "whole.mp4", "video/mp4");

        var all = whole.MlTags.Single(tag => tag.Tag == "red").Confidence;
        half.MlTags.Single(tag => tag.Tag == "red").Confidence.ShouldBe(all * 0.75f, 0.02f);
    }

    [FfmpegFact]
    public async Task A_video_that_does_not_tell_its_length_is_ready_without_one()
    {
        using var worker = Worker(Few);
        var file = await Ffmpeg.MakeAsync(".webm", $"{Bars} -c:v libvpx -deadline realtime -an -live 1");

        var ready = await worker.SettleAsync(file, "recorded.webm", "video/webm");

        (ready.State, ready.Error, ready.Duration).ShouldBe((AssetState.Ready, null, null));
        ready.Urls!.Thumb.ShouldNotBeNull();
    }

    public void Dispose() => _packs.Dispose();

    private Worker Worker(int? frames = null) =>
        new(fixture, models: _packs.Root, video: options => options.MaxFrames = frames ?? options.MaxFrames);

    /// <summary>Writes the matrix {0, 1, 0; -1, 0, 0; height, 0, 1} (16.16 and 2.30 fixed point) over that of the first track header.</summary>
    private static byte[] Turn(byte[] mp4)
    {
        var turned = mp4.ToArray();
        var header = turned.AsSpan().IndexOf("tkhd"u8) + 4;
        var matrix = turned.AsSpan(header + 40, 36);
        matrix.Clear();
        matrix[5] = 1;
        matrix[12] = 0xFF;
        matrix[13] = 0xFF;
        (matrix[24], matrix[25]) = (360 / 256, 360 % 256);
        matrix[32] = 0x40;
        return turned;
    }
}

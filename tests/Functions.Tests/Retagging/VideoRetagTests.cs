using Magpie.Assets;
using Magpie.Core.Tests.Tagging;
using Magpie.Delivery;
using Magpie.Functions.Tests.Ingest;
using Magpie.Retagging;
using Magpie.Tagging;
using Magpie.Tests.Support;
using Magpie.Video;

namespace Magpie.Functions.Tests.Retagging;

/// <summary>Videos are tagged again from the frames that ingest looks at, with the ffmpeg of this machine.</summary>
[Collection(VideoCollection.Name)]
public sealed class VideoRetagTests : IDisposable
{
    private const string NoFfmpeg = "/nowhere/ffmpeg";

    private readonly TinyPack _packs = new();
    private readonly TinyPack _none = new();
    private readonly IngestFixture _fixture;
    private readonly RetagBench _bench;

    public VideoRetagTests(IngestFixture fixture)
    {
        (_fixture, _bench) = (fixture, new RetagBench(fixture));
        _packs.Add();
    }

    [FfmpegFact]
    public async Task A_video_gets_the_tags_that_ingest_would_give_it_now()
    {
        using var now = new Worker(_fixture, models: _packs.Root, video: FewFrames);
        using var then = Worker();
        var fresh = await now.SettleAsync(await HalfRedAsync(), "half.mp4", "video/mp4");
        var before = await then.SettleAsync(await HalfRedAsync(), "half.mp4", "video/mp4");
        before.Tags.ShouldBe(["nest", "spring"]);

        var result = await _bench.Retagger(then, _packs.Root).RetagAsync(RetagBench.Caller(then), before.Id, default);

        var tagged = result.ShouldBeOfType<RetagResult.Retagged>().Stored.Asset;
        tagged.Tags.ShouldBe(["nest", "spring", "red"]);
        tagged.Tagging.ShouldBe(new TaggingSummary(TaggingResult.Done, "colours@1.0.0"));

        // Half of the frames are black: the poster alone would give another confidence.
        tagged.MlTags.Single().Confidence.ShouldBe(fresh.MlTags.Single().Confidence, 0.0001f);
        (await then.FindAsync(before)).Tags.ShouldBe(tagged.Tags);
        (await then.CountsAsync())["red"].ShouldBe(1);
        (await then.TaggedAsync("red")).ShouldBe([before.Id]);
    }

    [FfmpegFact]
    public async Task Without_ffmpeg_the_poster_is_tagged_and_the_asset_says_so()
    {
        using var worker = Worker();
        var before = await worker.SettleAsync(await HalfRedAsync(), "half.mp4", "video/mp4");

        var result = await _bench.Retagger(worker, _packs.Root, NoFfmpeg).RetagAsync(RetagBench.Caller(worker), before.Id, default);

        var tagged = result.ShouldBeOfType<RetagResult.Retagged>().Stored.Asset;
        tagged.Tags.ShouldContain("red");
        tagged.Tagging.ShouldNotBeNull().Reason.ShouldNotBeNull().ShouldStartWith("Only the poster was looked at: MAGPIE_FFMPEG");
    }

    [FfmpegFact]
    public async Task A_video_that_the_delivery_service_keeps_is_tagged_by_its_poster()
    {
        using var worker = Worker();
        var before = await worker.SettleAsync(await HalfRedAsync(), "half.mp4", "video/mp4");
        await worker.Media.Blob(before.Id, MediaNames.Original).DeleteAsync();

        var result = await _bench.Retagger(worker, _packs.Root).RetagAsync(RetagBench.Caller(worker), before.Id, default);

        var tagged = result.ShouldBeOfType<RetagResult.Retagged>().Stored.Asset;
        tagged.Tags.ShouldContain("red");
        tagged.Tagging.ShouldNotBeNull().Reason.ShouldNotBeNull().ShouldContain("delivery service");
    }

    [FfmpegFact]
    public async Task A_video_of_a_time_without_ffmpeg_needs_one_to_be_tagged()
    {
        using var worker = new Worker(_fixture);
        var before = await worker.SettleAsync(await HalfRedAsync(), "half.mp4", "video/mp4");
        before.Urls.ShouldNotBeNull().Preview.ShouldBeNull();

        (await _bench.Retagger(worker, _packs.Root, NoFfmpeg).RetagAsync(RetagBench.Caller(worker), before.Id, default))
            .ShouldBeOfType<RetagResult.NotTaggable>();
        (await _bench.Retagger(worker, _packs.Root).RetagAsync(RetagBench.Caller(worker), before.Id, default))
            .ShouldBeOfType<RetagResult.Retagged>().Stored.Asset.Tags.ShouldContain("red");
    }

    [FfmpegFact]
    public async Task A_job_tags_photos_and_videos_and_ends_a_page_with_a_video()
    {
        using var worker = Worker();
        for (var i = 0; i < 2; i++)
        {
            await worker.SettleAsync(Photos.Sideways);
            await worker.SettleAsync(await HalfRedAsync(), "half.mp4", "video/mp4");
        }

        var runner = _bench.Runner(worker, _packs.Root);
        var job = await runner.StartAsync(worker.Account, default);

        await runner.RunAsync(worker.Account, job.Ticket, default);
        var first = (await _bench.Jobs(worker).FindAsync(worker.Account, job.Ticket, default)).ShouldNotBeNull().Job;
        (first.State, first.Total, first.Done).ShouldBe((RetagJobState.Running, 4, 1));
        for (var page = 0; page < 3; page++)
        {
            await runner.RunAsync(worker.Account, job.Ticket, default);
        }

        var done = (await _bench.Jobs(worker).FindAsync(worker.Account, job.Ticket, default)).ShouldNotBeNull().Job;
        (done.State, done.Done, done.Skipped, done.Failed, done.Model).ShouldBe((RetagJobState.Done, 4, 0, 0, "colours@1.0.0"));
        (await worker.CountsAsync())["red"].ShouldBe(4);
    }

    public void Dispose()
    {
        _bench.Dispose();
        _packs.Dispose();
        _none.Dispose();
    }

    /// <summary>Looks into videos, and has no models.</summary>
    private Worker Worker() => new(_fixture, models: _none.Root, video: FewFrames);

    private static void FewFrames(VideoOptions options) => options.MaxFrames = RetagBench.Frames;

    private static Task<byte[]> HalfRedAsync() => Ffmpeg.MakeAsync(
        ".mp4", "-f lavfi -i color=c=red:s=64x64:r=10:d=4 -f lavfi -i color=c=black:s=64x64:r=10:d=4 -filter_complex [0][1]concat=n=2:v=1:a=0 -pix_fmt yuv420p");
}

using Magpie.Assets;
using Magpie.Delivery;
using Magpie.Imaging;
using Magpie.Tagging;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Magpie.Video;

/// <summary>Looks into a video: facts, a poster, and tags of frames over its whole length. Tools that are missing or fail cost only what they give.</summary>
public sealed partial class VideoDescriber(
    IVideoTools tools,
    ImageDecoder decoder,
    Tagger tagger,
    IOptions<VideoOptions> options,
    IOptions<ImagingOptions> imaging,
    TimeProvider time,
    ILogger<VideoDescriber> logger)
{
    /// <summary>Frames that fail in a row, not by the file's fault, before no more are asked for.</summary>
    private const int Patience = 2;

    private int Side => Math.Max(imaging.Value.DecodeSide, Renditions.PreviewSide);

    /// <summary>The asset with all that was learned, and its renditions; or why the file cannot be taken.</summary>
    internal async Task<VideoDescription> DescribeAsync(Asset asset, FileType type, IOriginal original, CancellationToken cancellationToken)
    {
        if (tools.Missing is { } missing)
        {
            return Plain(asset, missing);
        }

        try
        {
            await using var video = await tools.OpenAsync(original, type, cancellationToken);
            var probe = await video.ProbeAsync(cancellationToken);
            return VideoCheck.Check(probe, imaging.Value.MaxPixels) is { } fault
                ? new VideoDescription(asset, [], null, fault)
                : await LookAsync(WithFacts(asset, type, probe!), probe!, video, cancellationToken);
        }
        catch (VideoToolException failure)
        {
            Log.Failed(logger, failure, asset.Id, asset.Account);
            return Plain(asset, failure.Message);
        }
    }

    private static Asset WithFacts(Asset asset, FileType type, VideoProbe probe)
    {
        var track = probe.Picture!;
        var (width, height) = track.Rotation is 90 or 270 ? (track.Height, track.Width) : (track.Width, track.Height);
        return asset with
        {
            Width = width,
            Height = height,
            Duration = probe.Duration is { } seconds ? Math.Round(seconds, 3) : null,
            Video = new VideoFacts(
                type.ToString().ToLowerInvariant(), track.Codec ?? "unknown", track.FrameRate is { } rate ? Math.Round(rate, 3) : null, track.Rotation, probe.AudioCodec),
        };
    }

    /// <summary>What is left when nothing could be looked into: the user's tags.</summary>
    private static VideoDescription Plain(Asset asset, string reason) => new(
        asset with { Tags = asset.UserTags, Tagging = new TaggingSummary(TaggingResult.UnavailableStatus, null, reason) }, [], null, null);

    private async Task<VideoDescription> LookAsync(Asset asset, VideoProbe probe, IOpenVideo video, CancellationToken cancellationToken)
    {
        using var posters = new PosterFrames();
        var tags = new FrameTags();
        AssetEmbedding? embedding = null;
        VideoToolException? failure = null;
        var (failures, started) = (0, time.GetTimestamp());
        var (width, height) = SamplePlan.Size(probe.Picture!, Side);
        foreach (var moment in SamplePlan.Moments(probe.Duration, options.Value.MaxFrames))
        {
            if (failures >= Patience || time.GetElapsedTime(started) > options.Value.FramesTime)
            {
                break;
            }

            try
            {
                if (await video.FrameAsync(moment, width, height, cancellationToken) is not { } png || decoder.Decode(png, Side).Value is not { } frame)
                {
                    continue;
                }

                failures = 0;
                var said = await TagAsync(frame, tags, cancellationToken);
                if (posters.Offer(frame))
                {
                    embedding = said is { Embedding: { } vector, EmbeddingModel: { } model } ? new AssetEmbedding(model, vector) : null;
                }
            }
            catch (VideoToolException exception)
            {
                (failure, failures) = (exception, failures + 1);
            }
        }

        if (failure is not null)
        {
            Log.Failed(logger, failure, asset.Id, asset.Account);
        }

        return posters.Poster is { } poster ? Describe(asset, poster, tags, embedding)
            : failure is not null ? Plain(asset, failure.Message)
            : new VideoDescription(asset, [], null, VideoCheck.NoFrame);
    }

    private async Task<TaggingResult> TagAsync(DecodedImage frame, FrameTags tags, CancellationToken cancellationToken)
    {
        try
        {
            var said = await tagger.TagAsync(frame, cancellationToken);
            tags.Add(said);
            return said;
        }
        catch
        {
            frame.Dispose();
            throw;
        }
    }

    private static VideoDescription Describe(Asset asset, DecodedImage poster, FrameTags tags, AssetEmbedding? embedding)
    {
        var mlTags = tags.Merge();
        var described = asset with
        {
            MlTags = mlTags,
            Tags = TagMerge.Merge(asset.UserTags, mlTags),
            Tagging = new TaggingSummary(tags.Any ? TaggingResult.Done : TaggingResult.UnavailableStatus, tags.Model),
            Colors = DominantColors.Of(poster),
            BlurHash = BlurHash.Encode(poster),
            PerceptualHash = PerceptualHash.Compute(poster),
        };
        Rendition[] renditions =
        [
            new(MediaNames.Thumb, Renditions.MediaType, Renditions.Thumb(poster)),
            new(MediaNames.Preview, Renditions.MediaType, Renditions.Preview(poster)),
        ];
        return new VideoDescription(described, renditions, embedding, null);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Video {AssetId} of {Account} goes without what ffmpeg would tell of it")]
        public static partial void Failed(ILogger logger, Exception exception, string assetId, string account);
    }
}

/// <summary>What looking into a video came to.</summary>
/// <param name="Fault">Why the file cannot be taken; null when it can.</param>
internal sealed record VideoDescription(Asset Asset, IReadOnlyList<Rendition> Renditions, AssetEmbedding? Embedding, AssetError? Fault);

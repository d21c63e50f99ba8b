using Magpie.Assets;
using Magpie.Delivery;
using Magpie.Imaging;
using Magpie.Operations;
using Magpie.Tagging;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Magpie.Video;

/// <summary>Looks into a video: facts, a poster, and tags of frames over its whole length. Tools that are missing or fail cost only what they give.</summary>
public sealed partial class VideoDescriber(
    IVideoTools tools, FrameSampler frames, IOptions<ImagingOptions> imaging, ILogger<VideoDescriber> logger)
{
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
        using var seen = await frames.SampleAsync(video, probe, cancellationToken);
        if (seen.Failure is { } failure)
        {
            Log.Failed(logger, failure, asset.Id, asset.Account);
        }

        return seen.Poster is { } poster ? Describe(asset, poster, seen.Merge())
            : seen.Failure is not null ? Plain(asset, seen.Failure.Message)
            : new VideoDescription(asset, [], null, VideoCheck.NoFrame);
    }

    private static VideoDescription Describe(Asset asset, DecodedImage poster, TaggingResult said)
    {
        var described = asset with
        {
            MlTags = said.MlTags,
            Tags = TagMerge.Merge(asset.UserTags, said.MlTags),
            Tagging = new TaggingSummary(said.Status, said.Model),
            Colors = DominantColors.Of(poster),
            BlurHash = BlurHash.Encode(poster),
            PerceptualHash = PerceptualHash.Compute(poster),
        };
        var embedding = said is { Embedding: { } vector, EmbeddingModel: { } model } ? new AssetEmbedding(model, vector) : null;
        return new VideoDescription(described, Render(poster), embedding, null);
    }

    private static Rendition[] Render(DecodedImage poster)
    {
        using var step = IngestStep.Begin(IngestStep.Render);
        return
        [
            new(MediaNames.Thumb, Renditions.MediaType, Renditions.Thumb(poster)),
            new(MediaNames.Preview, Renditions.MediaType, Renditions.Preview(poster)),
        ];
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

using Magpie.Assets;
using Magpie.Delivery;
using Magpie.Imaging;
using Magpie.Ingest;
using Magpie.Tagging;
using Magpie.Video;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Magpie.Retagging;

/// <summary>Looks into a video once more, as ingest does, for its tags alone.</summary>
public sealed partial class VideoTagger(
    IOriginals originals, IVideoTools tools, FrameSampler frames, IOptions<ImagingOptions> imaging, ILogger<VideoTagger> logger)
{
    /// <summary>What models say of the frames; or a sentence that says why frames cannot be looked at.</summary>
    internal async Task<(TaggingResult? Said, string? Obstacle)> TagAsync(Asset asset, CancellationToken cancellationToken)
    {
        if (tools.Missing is { } missing)
        {
            return (null, missing);
        }

        if (await originals.FindAsync(asset.Id, cancellationToken) is not { } original)
        {
            return (null, "the video itself is kept by the delivery service.");
        }

        try
        {
            if (await TypeAsync(original, cancellationToken) is not { } type)
            {
                return (null, "the video could not be read.");
            }

            await using var video = await tools.OpenAsync(original, type, cancellationToken);
            var probe = await video.ProbeAsync(cancellationToken);
            if (VideoCheck.Check(probe, imaging.Value.MaxPixels) is { } fault)
            {
                return (null, fault.Message);
            }

            using var seen = await frames.SampleAsync(video, probe!, cancellationToken);
            return seen.Poster is null ? (null, seen.Failure?.Message ?? VideoCheck.NoFrame.Message) : (seen.Merge(), null);
        }
        catch (VideoToolException failure)
        {
            Log.Failed(logger, failure, asset.Id, asset.Account);
            return (null, failure.Message);
        }
        catch (IncomingChangedException)
        {
            return (null, "the video was removed while it was looked at.");
        }
    }

    private static async Task<FileType?> TypeAsync(IOriginal original, CancellationToken cancellationToken)
    {
        var head = new byte[FileTypes.SniffLength];
        await using var content = await original.OpenReadAsync(cancellationToken);
        var read = await content.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        return FileTypes.Sniff(head.AsSpan(0, read)) is { } type && !type.IsImage() ? type : null;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Video {AssetId} of {Account} is tagged again by its poster alone")]
        public static partial void Failed(ILogger logger, Exception exception, string assetId, string account);
    }
}

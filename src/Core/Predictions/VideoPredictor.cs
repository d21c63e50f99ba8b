using Magpie.Assets;
using Magpie.Delivery;
using Magpie.Imaging;
using Magpie.Tagging;
using Magpie.Video;
using Microsoft.Extensions.Options;

namespace Magpie.Predictions;

/// <summary>Scores of a video that nobody keeps: a frame a second, or fewer where it is long.</summary>
public sealed class VideoPredictor(
    IVideoTools tools, ImageDecoder decoder, Tagger tagger, IOptions<VideoOptions> video, IOptions<ImagingOptions> imaging, TimeProvider time)
{
    /// <summary>Code of <see cref="Prediction{T}.Unreadable"/>: nothing is installed that reads videos.</summary>
    public const string ToolsMissing = "video-tools-missing";

    /// <summary>Code of <see cref="Prediction{T}.Unreadable"/>: what reads videos gave up on this one.</summary>
    public const string ToolsFailed = "video-failed";

    /// <summary>Frames that are looked at, at most; of a longer video one every so many seconds.</summary>
    public const int MaxFrames = 60;

    /// <summary>The frames that a model could be asked about, from the first on.</summary>
    public async Task<Prediction<IReadOnlyList<FrameScores>>> LookAsync(
        IOriginal file, FileType type, ModelPack pack, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pack);
        if (tools.Missing is { } missing)
        {
            return Unreadable(ToolsMissing, missing);
        }

        try
        {
            await using var open = await tools.OpenAsync(file, type, cancellationToken);
            var probe = await open.ProbeAsync(cancellationToken);
            if (VideoCheck.Check(probe, imaging.Value.MaxPixels) is { } fault)
            {
                return new Prediction<IReadOnlyList<FrameScores>>.Unreadable(fault);
            }

            var frames = await LookAsync(open, probe!, pack, cancellationToken);
            return frames.Count == 0
                ? new Prediction<IReadOnlyList<FrameScores>>.Unreadable(VideoCheck.NoFrame)
                : new Prediction<IReadOnlyList<FrameScores>>.Seen(frames);
        }
        catch (VideoToolException failure)
        {
            return Unreadable(ToolsFailed, failure.Message);
        }
    }

    private async Task<IReadOnlyList<FrameScores>> LookAsync(IOpenVideo open, VideoProbe probe, ModelPack pack, CancellationToken cancellationToken)
    {
        var frames = new List<FrameScores>();
        var started = time.GetTimestamp();
        var side = Math.Max(imaging.Value.DecodeSide, Renditions.PreviewSide);
        var (width, height) = SamplePlan.Size(probe.Picture!, side);
        foreach (var moment in Moments(probe.Duration))
        {
            if (time.GetElapsedTime(started) > video.Value.FramesTime)
            {
                break;
            }

            if (await open.FrameAsync(moment, width, height, cancellationToken) is { } png && decoder.Decode(png, side).Value is { } frame)
            {
                using (frame)
                {
                    if (await tagger.ScoreAsync(frame, pack, cancellationToken) is { } scores)
                    {
                        frames.Add(new FrameScores(moment, scores));
                    }
                }
            }
            else if (probe.Duration is null)
            {
                break;
            }
        }

        return frames;
    }

    /// <summary>Whole seconds from 0 on.</summary>
    private static IEnumerable<double> Moments(double? duration)
    {
        var length = Math.Max(1, Math.Ceiling(duration ?? MaxFrames));
        var step = Math.Max(1, Math.Ceiling(length / MaxFrames));
        for (double at = 0; at < length; at += step)
        {
            yield return at;
        }
    }

    private static Prediction<IReadOnlyList<FrameScores>> Unreadable(string code, string message) =>
        new Prediction<IReadOnlyList<FrameScores>>.Unreadable(new AssetError(code, message));
}

/// <summary>What a model said of one frame.</summary>
/// <param name="At">Seconds from the start.</param>
public sealed record FrameScores(double At, PackScores Scores);

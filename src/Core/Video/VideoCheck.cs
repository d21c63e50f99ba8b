using System.Globalization;
using Magpie.Assets;
using Magpie.Ingest;

namespace Magpie.Video;

/// <summary>Whether a video can be what its container says.</summary>
internal static class VideoCheck
{
    /// <summary>Frames a second that no player shows; cameras for science store a tenth of it.</summary>
    private const double HighestFrameRate = 10_000;

    /// <summary>Seconds: a year. Longer ones are broken headers.</summary>
    private const double LongestDuration = 366 * 86_400.0;

    /// <summary>Null when nothing speaks against it.</summary>
    public static AssetError? Check(VideoProbe? probe, long maxPixels) => probe switch
    {
        null => Corrupt("The video is damaged or cut off and cannot be read. Send the original file again."),
        { Picture: null, AudioCodec: not null } => new(
            RejectionCodes.UnsupportedType, "The file has sound but no picture. Only photos and videos are accepted."),
        { Picture: null } => Corrupt("The file has no picture. Send the original file again."),
        { Picture: { } track } when track.Width <= 0 || track.Height <= 0 => Corrupt("The video's picture has no size."),
        { Picture: { } track } when (long)track.Width * track.Height is var pixels && pixels > maxPixels => new(
            RejectionCodes.TooManyPixels,
            Text($"The video is {track.Width} x {track.Height} pixels; at most {maxPixels / 1e6:0.#} million are accepted. Send a smaller one.")),
        { Duration: <= 0 or > LongestDuration } => Corrupt("The video has no length, or one that cannot be. Send the original file again."),
        { Picture.FrameRate: > HighestFrameRate } => Corrupt("The video claims more frames a second than there can be. Send the original file again."),
        _ => null,
    };

    /// <summary>The file ends before its container says that it does.</summary>
    public static AssetError CutOff { get; } = Corrupt("The video is cut off: its end is missing. Send the original file again.");

    /// <summary>None of the frames could be decoded.</summary>
    public static AssetError NoFrame { get; } =
        Corrupt("No picture of the video can be decoded: it is damaged or cut off. Send the original file again.");

    private static AssetError Corrupt(string message) => new(RejectionCodes.Corrupt, message);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

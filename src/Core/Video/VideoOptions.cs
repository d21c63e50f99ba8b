using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Magpie.Video;

/// <summary>Limits of looking into videos. Section <c>Magpie:Video</c>.</summary>
public sealed class VideoOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Magpie:Video";

    /// <summary>Frames that are looked at, spread evenly over the whole length; default 16.</summary>
    [Range(1, 16)]
    public int MaxFrames { get; set; } = 16;

    /// <summary>Where ffmpeg lies, with ffprobe beside it (<c>MAGPIE_FFMPEG</c>). Empty, the default: where PATH says.</summary>
    public string Ffmpeg { get; set; } = "";

    /// <summary>Videos looked into at once, a process of ffmpeg each; default 2.</summary>
    [Range(1, 64)]
    public int MaxParallel { get; set; } = 2;

    /// <summary>How long one process may take; default 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan ProcessTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long all frames of a video may take; those that are there by then are what there is. Default 2 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan FramesTime { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Address space of one process in bytes, where the system can limit it; default 2 GiB.</summary>
    [Range(64L << 20, 1L << 40)]
    public long MaxMemoryBytes { get; set; } = 2L << 30;

    /// <summary>Bytes of a video that are read for looking into it; default 1 GiB.</summary>
    [Range(1L << 20, 1L << 40)]
    public long MaxBytesRead { get; set; } = 1L << 30;
}

/// <summary>Checks <see cref="VideoOptions"/> at start.</summary>
[OptionsValidator]
public sealed partial class VideoOptionsValidator : IValidateOptions<VideoOptions>;

using System.Globalization;

namespace Magpie.Functions.Video;

/// <summary>What ffmpeg and ffprobe are told of a file that nobody trusts.</summary>
/// <param name="Url">Address on this machine.</param>
/// <param name="Demuxer">The only container format it is read as.</param>
/// <param name="MaxPixels">The largest picture that a decoder may begin. Width times height.</param>
internal sealed record FfmpegInput(string Url, string Demuxer, long MaxPixels)
{
    /// <summary>Bytes that ffprobe may read to know the tracks, and the length of it in microseconds: 16 MB, 10 s.</summary>
    private static readonly string[] Analysis = ["-probesize", "16000000", "-analyzeduration", "10000000"];

    /// <summary>Arguments of ffprobe: what the container and the tracks say, as JSON.</summary>
    public IEnumerable<string> Probe() =>
    [
        "-v", "error", "-hide_banner", .. Guards(),
        "-of", "json", "-show_entries",
        "format=duration:stream=codec_type,codec_name,width,height,sample_aspect_ratio,avg_frame_rate,duration:"
        + "stream_disposition=attached_pic:stream_tags=rotate:stream_side_data=rotation",
        "-i", Url,
    ];

    /// <summary>Arguments of ffmpeg: one picture, as PNG, on its standard output. It turns pictures upright by itself.</summary>
    public IEnumerable<string> Frame(double at, int width, int height) =>
    [
        "-v", "error", "-hide_banner", "-nostdin", .. Guards(), "-threads", "2", "-max_pixels", MaxPixels.ToString(CultureInfo.InvariantCulture),
        "-ss", at.ToString("0.###", CultureInfo.InvariantCulture), "-i", Url,
        "-map", "0:V:0", "-an", "-sn", "-dn", "-map_metadata", "-1", "-frames:v", "1",
        "-vf", string.Create(CultureInfo.InvariantCulture, $"scale={width}:{height}:flags=area,setsar=1,format=rgb24"),
        "-f", "image2pipe", "-c:v", "png", "-compression_level", "1", "pipe:1",
    ];

    private string[] Guards() =>
    [
        "-protocol_whitelist", "http,tcp", "-format_whitelist", Demuxer, "-f", Demuxer, "-max_streams", "64", .. Analysis,
    ];
}

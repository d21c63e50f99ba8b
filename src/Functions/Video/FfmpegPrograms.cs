namespace Magpie.Functions.Video;

/// <summary>Where ffmpeg and ffprobe lie on this machine.</summary>
/// <param name="Ffmpeg">Full path.</param>
/// <param name="Ffprobe">Full path.</param>
internal sealed record FfmpegPrograms(string Ffmpeg, string Ffprobe)
{
    private static readonly string Extension = OperatingSystem.IsWindows() ? ".exe" : "";

    /// <summary>Beside each other where the setting says, or on the PATH; null and a reason when they are not there.</summary>
    public static (FfmpegPrograms? Programs, string? Missing) Find(string setting, string? path)
    {
        if (setting.Length > 0)
        {
            return In(Path.GetDirectoryName(Path.GetFullPath(setting)) ?? "/", Path.GetFullPath(setting)) is { } set
                ? (set, null)
                : (null, "MAGPIE_FFMPEG does not name an ffmpeg with ffprobe beside it.");
        }

        var found = (path ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(Path.IsPathFullyQualified)
            .Select(folder => In(folder, Path.Combine(folder, "ffmpeg" + Extension)))
            .FirstOrDefault(programs => programs is not null);
        return (found, found is null ? "ffmpeg is not installed here. Install it, or set MAGPIE_FFMPEG to its path." : null);
    }

    private static FfmpegPrograms? In(string folder, string ffmpeg)
    {
        var ffprobe = Path.Combine(folder, "ffprobe" + Extension);
        return File.Exists(ffmpeg) && File.Exists(ffprobe) ? new FfmpegPrograms(ffmpeg, ffprobe) : null;
    }
}

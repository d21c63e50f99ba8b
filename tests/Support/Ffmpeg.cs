using System.Collections.Concurrent;
using System.Diagnostics;

namespace Magpie.Tests.Support;

/// <summary>The ffmpeg of this machine, for making videos.</summary>
public static class Ffmpeg
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<byte[]>>> Made = new(StringComparer.Ordinal);

    /// <summary>Path of an installed ffmpeg that has ffprobe beside it; null where there is none.</summary>
    public static string? Installed { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Where(folder => File.Exists(Path.Combine(folder, "ffprobe")))
        .Select(folder => Path.Combine(folder, "ffmpeg"))
        .FirstOrDefault(File.Exists);

    /// <summary>A video made by these arguments, separated by spaces; the file's name comes last. Made once.</summary>
    /// <param name="extension">Of the container, with its dot.</param>
    public static Task<byte[]> MakeAsync(string extension, string arguments) =>
        Made.GetOrAdd(arguments + extension, _ => new Lazy<Task<byte[]>>(() => RunAsync(extension, arguments))).Value;

    private static async Task<byte[]> RunAsync(string extension, string arguments)
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + extension);
        try
        {
            var start = new ProcessStartInfo(Installed!) { RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false };
            foreach (var argument in (string[])["-v", "error", "-nostdin", "-y", .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries), path])
            {
                start.ArgumentList.Add(argument);
            }

            using var process = Process.Start(start)!;
            var complaint = await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            return process.ExitCode == 0 ? await File.ReadAllBytesAsync(path) : throw new InvalidOperationException($"ffmpeg {arguments}: {complaint}");
        }
        finally
        {
            File.Delete(path);
        }
    }
}

/// <summary>A test that needs ffmpeg on this machine.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FfmpegFactAttribute : FactAttribute
{
    public FfmpegFactAttribute()
    {
        if (Ffmpeg.Installed is null)
        {
            Skip = "No ffmpeg is installed.";
        }
    }
}

/// <summary>Tests, one a row, that need ffmpeg on this machine.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FfmpegTheoryAttribute : TheoryAttribute
{
    public FfmpegTheoryAttribute()
    {
        if (Ffmpeg.Installed is null)
        {
            Skip = "No ffmpeg is installed.";
        }
    }
}

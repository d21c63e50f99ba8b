using System.Diagnostics;
using Magpie.Tests.Support;

namespace Magpie.Bench;

/// <summary>Made photos, the same bytes every time: 12 megapixels with the detail of a real one.</summary>
internal static class Photos
{
    public const int Width = 4000;
    public const int Height = 3000;
    public const string TwelveMegapixels = "4000x3000";
    private const string SmallSize = "640x480";

    private static readonly string Folder = Path.Combine(Path.GetTempPath(), "magpie-bench-photos");

    /// <summary>4000 × 3000 pixels, about 2 MB.</summary>
    public static Task<byte[]> TwelveMegapixelsAsync(int seed, CancellationToken cancellationToken) => MakeAsync(seed, TwelveMegapixels, cancellationToken);

    /// <summary>So many different ones of 12 megapixels.</summary>
    public static async Task<IReadOnlyList<byte[]>> DistinctAsync(int count, CancellationToken cancellationToken)
    {
        var photos = new byte[count][];
        for (var seed = 1; seed <= count; seed++)
        {
            photos[seed - 1] = await TwelveMegapixelsAsync(seed, cancellationToken);
        }

        return photos;
    }

    /// <summary>640 × 480 pixels.</summary>
    public static Task<byte[]> SmallAsync(CancellationToken cancellationToken) => MakeAsync(1, SmallSize, cancellationToken);

    /// <summary>So many different ones of them, about 75 KB each.</summary>
    public static async Task<IReadOnlyList<byte[]>> DistinctSmallAsync(int count, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(Folder, "small");
        await Node.RunAsync(["bench/npm/photos.mjs", folder, $"{count}", SmallSize], cancellationToken);
        var paths = Directory.GetFiles(folder, "photo-*.jpg").Order(StringComparer.Ordinal).Take(count);
        return await Task.WhenAll(paths.Select(path => File.ReadAllBytesAsync(path, cancellationToken)));
    }

    /// <summary>Where a photo of <see cref="TwelveMegapixelsAsync"/> lies.</summary>
    public static string PathOf(int seed, string size) => Path.Combine(Folder, $"{size}-{seed}.jpg");

    private static async Task<byte[]> MakeAsync(int seed, string size, CancellationToken cancellationToken)
    {
        var path = PathOf(seed, size);
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(Folder);
            await Node.RunAsync(["bench/npm/photo.mjs", path, $"{seed}", size], cancellationToken);
        }

        return await File.ReadAllBytesAsync(path, cancellationToken);
    }
}

/// <summary>Runs a Node script of the repository to its end.</summary>
internal static class Node
{
    public static async Task<string> RunAsync(IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("node") { UseShellExecute = false, RedirectStandardOutput = true, WorkingDirectory = Repository.Root };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException("node did not start.");
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{start.ArgumentList[0]} ended with {process.ExitCode}.");
    }
}

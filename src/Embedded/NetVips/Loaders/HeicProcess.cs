using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using NetVips.Native;

namespace NetVips.Loaders;

/// <summary>
/// Runs the WebAssembly build of libheif in a Node.js process of its own: a hostile file can at worst crash that process, which has no
/// secrets in its environment, bounded time and bounded memory.
/// </summary>
internal static class HeicProcess
{
    private const int HeaderSize = 12;
    private const int MostHeapMegabytes = 256;
    private const int MostAtOnce = 2;

    private static readonly TimeSpan CpuLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan WallLimit = TimeSpan.FromSeconds(60);
    private static readonly SemaphoreSlim Places = new(MostAtOnce, MostAtOnce);
    private static readonly Lazy<string?> Node = new(FindNode);
    private static readonly Lazy<string?> LibHeif = new(() => LibraryLocator.NpmPackage("libheif-js"));

    public static string? NodePath => Node.Value;

    public static string? Package => LibHeif.Value;

    /// <summary>Decodes into <paramref name="pixels"/>.</summary>
    /// <exception cref="VipsException">The file cannot be decoded.</exception>
    /// <exception cref="TimeoutException">The machine is too busy to decode it in time.</exception>
    public static void Run(string node, string package, byte[] file, int width, int height, int bands, NativePixels pixels)
    {
        Places.Wait();
        try
        {
            using var process = Start(node, package, width, height, bands);
            var started = Stopwatch.GetTimestamp();
            var outOfCpu = false;
            using var watch = new Timer(
                _ => outOfCpu = EndWhenOverdue(process, started), state: null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
            try
            {
                if (!TryExchange(process, file, width, height, bands, pixels.Span))
                {
                    throw outOfCpu || !IsOverdue(started)
                        ? new VipsException(outOfCpu ? "heifload: decoding takes too long" : "heifload: the picture cannot be decoded")
                        : new TimeoutException($"Decoding a HEIC picture did not end within {WallLimit.TotalSeconds:0} s.");
                }
            }
            finally
            {
                Kill(process);
            }
        }
        finally
        {
            Places.Release();
        }
    }

    private static Process Start(string node, string package, int width, int height, int bands)
    {
        var start = new ProcessStartInfo(node)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var argument in (string[])
            [
                $"--max-old-space-size={MostHeapMegabytes}", Path.Combine(AppContext.BaseDirectory, "heic-decoder.cjs"), package,
                Text(width), Text(height), Text(bands), Text((int)WallLimit.TotalSeconds),
            ])
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException("Node.js did not start.");
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        return process;
    }

    private static bool TryExchange(Process process, byte[] file, int width, int height, int bands, Span<byte> pixels)
    {
        try
        {
            process.StandardInput.BaseStream.Write(file);
            process.StandardInput.Close();
            Span<byte> header = stackalloc byte[HeaderSize];
            var output = process.StandardOutput.BaseStream;
            output.ReadExactly(header);
            if (BinaryPrimitives.ReadInt32LittleEndian(header) != width ||
                BinaryPrimitives.ReadInt32LittleEndian(header[4..]) != height ||
                BinaryPrimitives.ReadInt32LittleEndian(header[8..]) != bands)
            {
                return false;
            }

            output.ReadExactly(pixels);
            return true;
        }
        catch (IOException)
        {
            // The process has ended or was ended: the caller finds out why.
            return false;
        }
    }

    private static bool EndWhenOverdue(Process process, long started)
    {
        try
        {
            var outOfCpu = process.TotalProcessorTime > CpuLimit;
            if (outOfCpu || IsOverdue(started))
            {
                Kill(process);
            }

            return outOfCpu;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static bool IsOverdue(long started) => Stopwatch.GetElapsedTime(started) > WallLimit;

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }
        catch (InvalidOperationException)
        {
            // It has ended already.
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string? FindNode() => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, "node"))
        .FirstOrDefault(File.Exists);
}

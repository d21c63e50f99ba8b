using System.Diagnostics;
using System.Text.Json;
using Magpie.Tests.Support;

namespace Magpie.Bench.Bulk;

/// <summary><c>./magpie upload</c> as a process, with what it used.</summary>
internal static class UploadProcess
{
    private static readonly TimeSpan SampleInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Uploads paths, all of which must end ready.</summary>
    /// <returns>Seconds from its start to its end, its processor time, and its peak resident memory in bytes.</returns>
    public static async Task<(double Seconds, TimeSpan Processor, long Memory)> RunAsync(
        MagpieApp app, string state, int concurrency, IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)).Parent!.Name;
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true };
        foreach (var argument in (string[])
            [
                Path.Combine(Repository.Root, "src", "Cli", "bin", configuration, "net10.0", "magpie.dll"), "upload", "--json", "--state", state,
                "--server", $"http://127.0.0.1:{app.Port}", "--concurrency", $"{concurrency}", .. paths,
            ])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["MAGPIE_KEY"] = MagpieApp.Key;
        start.Environment["MAGPIE_SECRET"] = MagpieApp.Secret;
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var (processor, memory) = (TimeSpan.Zero, 0L);
        var ended = process.WaitForExitAsync(cancellationToken);
        while (!ended.IsCompleted)
        {
            try
            {
                process.Refresh();
                (processor, memory) = (process.TotalProcessorTime, Math.Max(memory, process.WorkingSet64));
            }
            catch (InvalidOperationException)
            {
                // It ended just now.
            }

            await Task.WhenAny(ended, Task.Delay(SampleInterval, cancellationToken));
        }

        await ended;
        var seconds = clock.Elapsed.TotalSeconds;
        var last = (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
        var ready = JsonDocument.Parse(last).RootElement.GetProperty("ready").GetInt32();
        return process.ExitCode == 0 && ready > 0 ? (seconds, processor, memory) : throw new InvalidOperationException($"The upload ended with {process.ExitCode}: {last}");
    }
}

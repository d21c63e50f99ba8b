using System.Diagnostics;
using System.Globalization;
using System.Text;
using Magpie.Video;

namespace Magpie.Functions.Video;

/// <summary>What a child process may use.</summary>
/// <param name="Time">From its start to its end.</param>
/// <param name="Memory">Bytes of address space, where the system can limit it.</param>
/// <param name="Output">Bytes it may write to its standard output.</param>
internal sealed record ChildLimits(TimeSpan Time, long Memory, int Output);

/// <summary>What a child process left.</summary>
/// <param name="Output">All of its standard output.</param>
/// <param name="Complaint">The beginning of its standard error.</param>
internal sealed record ChildResult(int ExitCode, ReadOnlyMemory<byte> Output, string Complaint);

/// <summary>Runs a program on untrusted input: no environment, no input, no files, and limits that end it and all it started.</summary>
internal static class ChildProcess
{
    private const int LongestComplaint = 4096;

    /// <summary>Where there is a POSIX shell, it sets the limits and becomes the program: the program's arguments stay arguments.</summary>
    private const string Shell = "/bin/sh";

    /// <summary>Kilobytes and seconds come first, then the program and its arguments. A limit that a system does not know is skipped.</summary>
    private const string Script =
        "ulimit -v \"$1\" 2>/dev/null; ulimit -t \"$2\" 2>/dev/null; ulimit -f 0 2>/dev/null; ulimit -c 0 2>/dev/null; shift 2; exec \"$@\"";

    /// <summary>What a shell answers for a program that was ended by a signal: 128 and the signal's number, of which there are 31.</summary>
    private const int FirstSignal = 128;
    private const int LastSignal = 159;

    /// <summary>What a shell answers for a program that it cannot run, and a loader for libraries that do not fit into the memory.</summary>
    private const int CannotRun = 126;
    private const int CannotFind = 127;

    /// <summary>Runs it to its end.</summary>
    /// <exception cref="VideoToolException">It could not start, crashed, took too long or wrote too much.</exception>
    public static async Task<ChildResult> RunAsync(
        string program, IEnumerable<string> arguments, ChildLimits limits, TimeProvider time, CancellationToken cancellationToken)
    {
        using var process = Start(program, arguments, limits);
        using var timeout = new CancellationTokenSource(limits.Time, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            process.StandardInput.Close();
            var output = ReadAsync(process.StandardOutput.BaseStream, limits.Output, either.Token);
            var complaint = SkimAsync(process.StandardError.BaseStream, either.Token);
            await Task.WhenAll(output, complaint);
            await process.WaitForExitAsync(either.Token);
            return process.ExitCode switch
            {
                CannotRun or CannotFind => throw new VideoToolException($"{Path.GetFileName(program)} could not be started within its limits."),
                > FirstSignal and <= LastSignal =>
                    throw new VideoToolException($"{Path.GetFileName(program)} crashed on the video (signal {process.ExitCode - FirstSignal})."),
                _ => new ChildResult(process.ExitCode, await output, await complaint),
            };
        }
        catch (OperationCanceledException exception) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new VideoToolException($"{Path.GetFileName(program)} took too long for the video.", exception);
        }
        finally
        {
            End(process);
        }
    }

    private static Process Start(string program, IEnumerable<string> arguments, ChildLimits limits)
    {
        var start = new ProcessStartInfo
        {
            FileName = program,
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        if (!OperatingSystem.IsWindows() && File.Exists(Shell))
        {
            start.FileName = Shell;
            var seconds = Math.Max(1, (long)Math.Ceiling(limits.Time.TotalSeconds) * 2);
            foreach (var argument in (string[])["-c", Script, "magpie", Number(limits.Memory / 1024), Number(seconds), program])
            {
                start.ArgumentList.Add(argument);
            }
        }

        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        // No proxy, no preloaded library, no secret of ours.
        start.Environment.Clear();
        start.Environment["LC_ALL"] = "C";
        if (OperatingSystem.IsWindows())
        {
            start.Environment["SystemRoot"] = Environment.GetFolderPath(Environment.SpecialFolder.Windows);
        }

        try
        {
            return Process.Start(start) ?? throw new VideoToolException($"{Path.GetFileName(program)} did not start.");
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new VideoToolException($"{Path.GetFileName(program)} did not start.", exception);
        }
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(Stream stream, int most, CancellationToken cancellationToken)
    {
        using var kept = new MemoryStream();
        var block = new byte[64 * 1024];
        int read;
        while ((read = await stream.ReadAsync(block, cancellationToken)) > 0)
        {
            if (kept.Length + read > most)
            {
                throw new VideoToolException("ffmpeg wrote more about the video than it may.");
            }

            kept.Write(block, 0, read);
        }

        return kept.GetBuffer().AsMemory(0, (int)kept.Length);
    }

    /// <summary>Keeps the beginning and reads on, so that the program never waits for a reader.</summary>
    private static async Task<string> SkimAsync(Stream stream, CancellationToken cancellationToken)
    {
        var kept = new byte[LongestComplaint];
        var block = new byte[LongestComplaint];
        var (length, read) = (0, 0);
        while ((read = await stream.ReadAsync(block, cancellationToken)) > 0)
        {
            var fits = Math.Min(read, kept.Length - length);
            block.AsSpan(0, fits).CopyTo(kept.AsSpan(length));
            length += fits;
        }

        return Encoding.UTF8.GetString(kept, 0, length);
    }

    private static void End(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or System.ComponentModel.Win32Exception or AggregateException)
        {
            // It has ended already.
        }
    }
}

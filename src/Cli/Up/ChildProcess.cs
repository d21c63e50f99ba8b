using System.Diagnostics;

namespace Magpie.Cli.Up;

/// <summary>
/// A process that ends with this one: it watches its stdin, and the system closes that when this process is gone, however it went.
/// What it prints goes to a log.
/// </summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly LimitedLog _log;
    private readonly Task _output;

    private ChildProcess(string name, Process process, LimitedLog log)
    {
        Name = name;
        _process = process;
        _log = log;
        _output = Task.WhenAll(CopyAsync(process.StandardOutput.BaseStream), CopyAsync(process.StandardError.BaseStream));
        Exited = process.WaitForExitAsync(CancellationToken.None);
    }

    public string Name { get; }

    public string LogPath => _log.Path;

    /// <summary>Done when the process has ended.</summary>
    public Task Exited { get; }

    public int ExitCode => _process.ExitCode;

    /// <summary>Starts a program whose output goes to <paramref name="logPath"/>.</summary>
    /// <exception cref="CommandException">The program is not there or not executable.</exception>
    public static ChildProcess Start(string name, ProcessStartInfo start, string logPath)
    {
        start.UseShellExecute = false;
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        var log = new LimitedLog(logPath);
        try
        {
            return new ChildProcess(name, Process.Start(start)!, log);
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            log.Dispose();
            throw new CommandException($"cannot start {name} with {start.FileName}: {error.Message}");
        }
    }

    /// <summary>Asks the process to end by closing its stdin, waits, and kills it when it takes longer than <paramref name="limit"/>.</summary>
    public async Task StopAsync(TimeSpan limit)
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It was gone already.
        }

        try
        {
            await Exited.WaitAsync(limit);
        }
        catch (TimeoutException)
        {
            _process.Kill(entireProcessTree: true);
            await Exited;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _output;
        _process.Dispose();
        _log.Dispose();
    }

    private async Task CopyAsync(Stream from)
    {
        var buffer = new byte[8192];
        for (int read; (read = await from.ReadAsync(buffer)) > 0;)
        {
            _log.Write(buffer.AsSpan(0, read));
        }
    }
}

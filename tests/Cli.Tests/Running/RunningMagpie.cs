using System.Diagnostics;
using System.Text;
using Magpie.Cli.Up;
using Magpie.Tests.Support;

namespace Magpie.Cli.Tests.Running;

/// <summary><c>./magpie up</c> on free ports, in a process group of its own as a terminal would put it.</summary>
internal sealed class RunningMagpie : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private readonly TemporaryFolder _folder = new();
    private readonly StringBuilder _output = new();
    private Process? _process;

    public int Port { get; } = Azurite.FreePort();

    public int StoragePort { get; } = FreePorts();

    public string Data => _folder.File("data");

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    public int ExitCode => _process!.ExitCode;

    public string[] Arguments =>
        ["up", "--port", $"{Port}", "--storage-port", $"{StoragePort}", "--data", Data, "--models", Path.Combine(Repository.Root, "models")];

    /// <summary>Starts it and answers when it says that it is up.</summary>
    public async Task StartAsync()
    {
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _process = Process.Start(Shell.Describe("setsid", [Shell.Script, .. Arguments]))!;
        _process.StandardInput.Close();
        DataReceivedEventHandler keep = (_, line) =>
        {
            lock (_output)
            {
                _output.AppendLine(line.Data);
            }

            if (line.Data is "Ctrl-C stops everything.")
            {
                ready.TrySetResult();
            }
        };
        _process.OutputDataReceived += keep;
        _process.ErrorDataReceived += keep;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await Task.WhenAny(ready.Task, _process.WaitForExitAsync()).WaitAsync(Limit);
        ready.Task.IsCompleted.ShouldBeTrue(Output);
    }

    /// <summary>Sends a signal to every process of the terminal's group, as Ctrl-C does, or to <c>up</c> alone.</summary>
    public async Task SignalAsync(string signal, bool wholeGroup = false)
    {
        // setsid and the script hand over to the next program without a new process: all have one id, which is the group's too.
        var sent = await Shell.RunAsync("bash", ["-c", $"kill -{signal} -- {(wholeGroup ? "-" : "")}{_process!.Id}"]);
        sent.ExitCode.ShouldBe(0, sent.Error);
    }

    /// <summary>Kills the child whose command line holds <paramref name="part"/>.</summary>
    public async Task KillChildAsync(string part)
    {
        var killed = await Shell.RunAsync("bash", ["-c", $"ps -o pid=,args= --ppid {_process!.Id} | grep -F {part} | (read -r id _ && kill -KILL \"$id\")"]);
        killed.ExitCode.ShouldBe(0, killed.Error);
    }

    public Task EndedAsync() => _process!.WaitForExitAsync().WaitAsync(Limit);

    /// <summary>Waits until no port is taken any more.</summary>
    public async Task PortsAreFreeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!((int[])[Port, StoragePort, StoragePort + 1, StoragePort + 2]).All(Ports.IsFree))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            await SignalAsync("KILL", wholeGroup: true);
            await EndedAsync();
        }

        _process?.Dispose();
        await PortsAreFreeAsync();
        _folder.Dispose();
    }

    private static int FreePorts()
    {
        while (true)
        {
            var first = Azurite.FreePort();
            if (first <= 65533 && Ports.IsFree(first + 1) && Ports.IsFree(first + 2))
            {
                return first;
            }
        }
    }
}

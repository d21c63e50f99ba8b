using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Magpie.Tests.Support;

/// <summary>A real Azurite on free ports with a folder of its own; an xunit class or collection fixture.</summary>
public sealed class Azurite : IAsyncLifetime, IAsyncDisposable
{
    private const string Account = "devstoreaccount1";
    private const string WellKnownKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("magpie-azurite-").FullName;
    private Process? _process;

    /// <summary>
    /// Writes nothing to files, and all is lost when it stops: for tables of hundreds of megabytes, which Azurite would write whole every five seconds.
    /// </summary>
    public bool IsInMemory { get; init; }

    public int BlobPort { get; } = FreePort();

    public int QueuePort { get; } = FreePort();

    public int TablePort { get; } = FreePort();

    public string ConnectionString => Behind(BlobPort, QueuePort, TablePort);

    /// <summary>Processor time used so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process?.Refresh();
            return _process?.TotalProcessorTime ?? TimeSpan.Zero;
        }
    }

    /// <summary>A connection string by way of other ports of this machine that lead to Azurite.</summary>
    public static string Behind(int blobPort, int queuePort, int tablePort) =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={WellKnownKey};" +
        $"BlobEndpoint=http://127.0.0.1:{blobPort}/{Account};QueueEndpoint=http://127.0.0.1:{queuePort}/{Account};" +
        $"TableEndpoint=http://127.0.0.1:{tablePort}/{Account};";

    /// <summary>Starts Azurite and answers when all three services accept connections. Keeps its data over a stop and a start.</summary>
    public async Task StartAsync()
    {
        var start = new ProcessStartInfo("node")
        {
            WorkingDirectory = Repository.Root,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in (string[])
            [
                "src/Embedded/Npm/azurite.cjs", .. IsInMemory ? (string[])["--inMemoryPersistence"] : ["--location", _folder], "--silent", "--skipApiVersionCheck", "--disableTelemetry",
                "--blobPort", $"{BlobPort}", "--queuePort", $"{QueuePort}", "--tablePort", $"{TablePort}",
            ])
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException("node did not start.");
        _process = process;
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var limit = new CancellationTokenSource(StartLimit);
        foreach (var port in (int[])[BlobPort, QueuePort, TablePort])
        {
            while (!await AcceptsAsync(port, limit.Token))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), limit.Token);
            }
        }
    }

    /// <summary>Ends Azurite at once, as a crash would.</summary>
    public async Task StopAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    /// <summary>Ends Azurite in order, its data saved: an outage that loses nothing.</summary>
    public async Task SaveAndStopAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            process.StandardInput.Close();
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    public Task InitializeAsync() => StartAsync();

    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A TCP port of the loopback interface that nothing listened on a moment ago.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<bool> AcceptsAsync(int port, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

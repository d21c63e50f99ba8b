using System.Net;
using System.Net.Sockets;

namespace Magpie.AzureStorage.Tests;

/// <summary>A TCP proxy on the loopback interface that cuts connections after so many bytes of answer, as often as asked.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly int _target;
    private readonly Task _accepting;
    private int _cutsLeft;
    private long _cutAfter;

    public CuttingProxy(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Connections that were cut.</summary>
    public int Cuts { get; private set; }

    /// <summary>Cuts the next answers that are longer than this many bytes.</summary>
    public void Cut(int times, long afterBytes)
    {
        _cutAfter = afterBytes;
        Volatile.Write(ref _cutsLeft, times);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            _ = ServeAsync(client);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            await server.ConnectAsync(IPAddress.Loopback, _target, _stop.Token);
            using var done = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            var up = client.GetStream().CopyToAsync(server.GetStream(), done.Token);
            await AnswerAsync(server.GetStream(), client).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await done.CancelAsync();
            await up.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task AnswerAsync(NetworkStream from, TcpClient client)
    {
        var buffer = new byte[16 * 1024];
        long sent = 0;
        int read;
        while ((read = await from.ReadAsync(buffer, _stop.Token)) > 0)
        {
            if (Volatile.Read(ref _cutsLeft) > 0 && sent + read > _cutAfter)
            {
                Interlocked.Decrement(ref _cutsLeft);
                Cuts++;
                client.LingerState = new LingerOption(enable: true, seconds: 0);
                return;
            }

            await client.GetStream().WriteAsync(buffer.AsMemory(0, read), _stop.Token);
            sent += read;
        }
    }
}

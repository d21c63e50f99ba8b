using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Magpie.Tests.Support;

/// <summary>
/// A TCP proxy on the loopback interface between a client and a server of HTTP. A request that begins with one of some patterns is never passed on: whoever
/// sent it waits, until it is killed, at just this point of its work.
/// </summary>
public sealed class HoldingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _held = new();
    private readonly int _target;
    private readonly Task _accepting;
    private volatile Func<string, bool> _holds = static _ => false;

    /// <summary>Listens; passes everything on until it is told what to hold.</summary>
    /// <param name="target">Port of the server, on the loopback interface.</param>
    public HoldingProxy(int target)
    {
        _target = target;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>First lines of the requests that were not passed on.</summary>
    public IReadOnlyCollection<string> Held => _held;

    /// <summary>Which requests are not passed on from now on, by their first line.</summary>
    public void Hold(Func<string, bool> holds) => _holds = holds;

    /// <summary>Passes everything on that comes from now on; what is held stays so.</summary>
    public void HoldNothing() => _holds = static _ => false;

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
            _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var server = new TcpClient { NoDelay = true };
        client.NoDelay = true;
        using (client)
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _target, _stop.Token);
                using var over = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
                Task[] ways = [PassOnAsync(client, server, isRequest: true, over.Token), PassOnAsync(server, client, isRequest: false, over.Token)];
                await Task.WhenAny(ways);
                await over.CancelAsync();
                await Task.WhenAll(ways);
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // One of the two is gone, or the proxy is.
            }
        }
    }

    private async Task PassOnAsync(TcpClient from, TcpClient to, bool isRequest, CancellationToken over)
    {
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await from.GetStream().ReadAsync(buffer, over)) > 0)
        {
            if (isRequest && FirstLine(buffer.AsSpan(0, read)) is { } line && _holds(line))
            {
                _held.Enqueue(line);
                await Task.Delay(Timeout.Infinite, over);
            }

            await to.GetStream().WriteAsync(buffer.AsMemory(0, read), over);
        }
    }

    /// <summary>Of a request, where a piece begins with one; a client writes its head in one piece.</summary>
    private static string? FirstLine(ReadOnlySpan<byte> piece)
    {
        var end = piece.IndexOf("\r\n"u8);
        return end > 0 && piece[..end].EndsWith(" HTTP/1.1"u8) ? Encoding.ASCII.GetString(piece[..end]) : null;
    }
}

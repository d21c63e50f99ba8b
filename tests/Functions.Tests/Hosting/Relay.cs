using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Magpie.Tests.Support;

namespace Magpie.Functions.Tests.Hosting;

/// <summary>A port that passes on to another while it is open, and refuses while it is not: an outage without a loss.</summary>
internal sealed class Relay(int target) : IDisposable
{
    private readonly ConcurrentBag<TcpClient> _connections = [];
    private TcpListener? _listener;

    public int Port { get; } = Azurite.FreePort();

    public void Open()
    {
        var listener = new TcpListener(IPAddress.Loopback, Port);
        listener.Start();
        _listener = listener;
        _ = AcceptAsync(listener);
    }

    public void Close()
    {
        _listener?.Dispose();
        while (_connections.TryTake(out var connection))
        {
            connection.Dispose();
        }
    }

    public void Dispose() => Close();

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync();
                _connections.Add(client);
                _ = PassOnAsync(client);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    private async Task PassOnAsync(TcpClient client)
    {
        using var server = new TcpClient();
        _connections.Add(server);
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, target);
            await Task.WhenAny(
                client.GetStream().CopyToAsync(server.GetStream()), server.GetStream().CopyToAsync(client.GetStream()));
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Closed.
        }
        finally
        {
            client.Dispose();
        }
    }
}

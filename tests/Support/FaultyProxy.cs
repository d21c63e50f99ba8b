using System.Net;
using System.Net.Sockets;

namespace Magpie.Tests.Support;

/// <summary>What a <see cref="FaultyProxy"/> does to what passes: the share of the pieces it reads, 0 to 1, and how long it holds some up.</summary>
/// <param name="Reset">Both connections are reset before the piece is passed on.</param>
/// <param name="Cut">Half of the piece is passed on, then both connections are reset: a body that ends in its middle.</param>
/// <param name="Delay">The piece is passed on late.</param>
public sealed record ProxyFaults(double Reset, double Cut, double Delay, TimeSpan ShortestDelay, TimeSpan LongestDelay)
{
    public static ProxyFaults None { get; } = new(0, 0, 0, TimeSpan.Zero, TimeSpan.Zero);
}

/// <summary>
/// A TCP proxy on the loopback interface between a client and a server. It does harm by chance, piece by piece and in both directions, so
/// that connections that are kept open are hit as often as new ones.
/// </summary>
public sealed class FaultyProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly int _target;
    private readonly Random _random;
    private readonly Task _accepting;
    private volatile ProxyFaults _faults = ProxyFaults.None;
    private int _resets;
    private int _cuts;
    private int _delays;

    /// <summary>Listens; passes everything on until it is told to do harm.</summary>
    /// <param name="target">Port of the server, on the loopback interface.</param>
    public FaultyProxy(int target, Random random)
    {
        (_target, _random) = (target, random);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>What it does from now on, to open connections too.</summary>
    public ProxyFaults Faults
    {
        get => _faults;
        set => _faults = value;
    }

    public int Resets => _resets;

    /// <summary>Bodies and headers that ended in their middle.</summary>
    public int Cuts => _cuts;

    public int Delays => _delays;

    /// <summary>What is to be held on its way from now on; what is held stays so.</summary>
    public RequestHold? Hold { get; set; }

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
                var connection = new Connection();
                Task<bool>[] ways = [PassOnAsync(client, server, connection, asks: true, over.Token), PassOnAsync(server, client, connection, asks: false, over.Token)];
                var isReset = await await Task.WhenAny(ways);
                await over.CancelAsync();
                await Task.WhenAll(ways);
                if (isReset || ways.Any(way => way is { IsCompletedSuccessfully: true } && way.GetAwaiter().GetResult()))
                {
                    (client.LingerState, server.LingerState) = (new LingerOption(enable: true, seconds: 0), new LingerOption(enable: true, seconds: 0));
                }
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // One of the two is gone, or the proxy is.
            }
        }
    }

    /// <summary>Passes on until the sender ends; true when the connections are to be reset.</summary>
    private async Task<bool> PassOnAsync(TcpClient from, TcpClient to, Connection connection, bool asks, CancellationToken over)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            int read;
            while ((read = await from.GetStream().ReadAsync(buffer, over)) > 0)
            {
                if (connection.Held is null && asks && Hold is { } hold && hold.Takes(buffer.AsSpan(0, read)) is { } line)
                {
                    connection.Held = new(hold, line);
                }

                if (connection.Held is { } held && held.By.CarriedOut != asks)
                {
                    held.By.Begin(held.Line);
                    await Task.Delay(Timeout.InfiniteTimeSpan, over);
                }

                var (harm, delay) = Draw();
                await Task.Delay(delay, over);
                if (harm == Harm.Reset)
                {
                    return true;
                }

                await to.GetStream().WriteAsync(buffer.AsMemory(0, harm == Harm.Cut ? read / 2 : read), over);
                if (harm == Harm.Cut)
                {
                    return true;
                }
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // The other way has ended, or one of the two is gone.
        }

        return false;
    }

    private (Harm Harm, TimeSpan Delay) Draw()
    {
        var faults = _faults;
        if (ReferenceEquals(faults, ProxyFaults.None))
        {
            return default;
        }

        double draw, length;
        lock (_gate)
        {
            (draw, length) = (_random.NextDouble(), _random.NextDouble());
        }

        if (draw < faults.Reset)
        {
            Interlocked.Increment(ref _resets);
            return (Harm.Reset, TimeSpan.Zero);
        }

        if (draw < faults.Reset + faults.Cut)
        {
            Interlocked.Increment(ref _cuts);
            return (Harm.Cut, TimeSpan.Zero);
        }

        if (draw < faults.Reset + faults.Cut + faults.Delay)
        {
            Interlocked.Increment(ref _delays);
            return (Harm.None, faults.ShortestDelay + ((faults.LongestDelay - faults.ShortestDelay) * length));
        }

        return default;
    }

    /// <summary>What both ways of a connection know.</summary>
    private sealed class Connection
    {
        /// <summary>Of the request that is under way.</summary>
        public volatile HeldRequest? Held;
    }

    private sealed record HeldRequest(RequestHold By, string Line);

    private enum Harm
    {
        None,
        Reset,
        Cut,
    }
}

using System.Net;
using System.Net.Sockets;
using Magpie.Fetching;

namespace Magpie.Functions.Fetching;

/// <summary>
/// Opens connections to public addresses only. The name is resolved once, every address it has must be public, and the connection goes to
/// one of just these: a name that means something else a moment later gains nothing.
/// </summary>
public sealed class GuardedConnector
{
    /// <summary>Addresses of a host that are tried, one after the other.</summary>
    private const int MaxTried = 4;

    private readonly FetchAllowance _allowance;
    private readonly IHostResolver _resolver;
    private readonly Func<IPEndPoint, CancellationToken, ValueTask<Stream>> _open;

    public GuardedConnector(FetchAllowance allowance, IHostResolver resolver)
        : this(allowance, resolver, OpenAsync)
    {
    }

    internal GuardedConnector(
        FetchAllowance allowance, IHostResolver resolver, Func<IPEndPoint, CancellationToken, ValueTask<Stream>> open) =>
        (_allowance, _resolver, _open) = (allowance, resolver, open);

    /// <summary>A connection to a host and port.</summary>
    /// <exception cref="FetchRefusedException">An address of the host is not public.</exception>
    public async ValueTask<Stream> ConnectAsync(DnsEndPoint target, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        var addresses = await _resolver.ResolveAsync(target.Host, cancellationToken);
        if (!_allowance.Allows(target.Host, target.Port) && !Array.TrueForAll(addresses, PublicAddress.IsPublic))
        {
            throw new FetchRefusedException();
        }

        SocketException? last = null;
        foreach (var address in addresses.Take(MaxTried))
        {
            try
            {
                return await _open(new IPEndPoint(address, target.Port), cancellationToken);
            }
            catch (SocketException exception)
            {
                last = exception;
            }
        }

        throw last ?? new SocketException((int)SocketError.HostNotFound);
    }

    private static async ValueTask<Stream> OpenAsync(IPEndPoint endpoint, CancellationToken cancellationToken)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endpoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>A host is private, local or reserved, or has such an address among its addresses.</summary>
public sealed class FetchRefusedException : Exception
{
    public FetchRefusedException()
        : base("The host resolves to an address that is private, local or reserved.")
    {
    }

    public FetchRefusedException(string message)
        : base(message)
    {
    }

    public FetchRefusedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

using System.Net;
using System.Net.Sockets;

namespace Magpie.Cli.Up;

/// <summary>Whether the TCP ports that <c>up</c> wants are free on the loopback interface.</summary>
internal static class Ports
{
    /// <summary>Makes sure that the app and storage can listen.</summary>
    /// <exception cref="CommandException">One is in use; the sentence says which, and how to choose another.</exception>
    public static void Check(UpSettings settings)
    {
        if (!IsFree(settings.Port))
        {
            throw new CommandException($"port {settings.Port} is in use by another program; choose another with --port or MAGPIE_PORT.");
        }

        int[] storage = [.. Enumerable.Range(settings.StoragePort, 3).Where(port => !IsFree(port))];
        if (storage.Length > 0)
        {
            throw new CommandException(
                $"port {string.Join(" and ", storage)} for storage is in use by another program; " +
                "choose another first port of three with --storage-port or MAGPIE_STORAGE_PORT.");
        }
    }

    public static bool IsFree(int port) =>
        CanListen(IPAddress.Loopback, port) && (!Socket.OSSupportsIPv6 || CanListen(IPAddress.IPv6Loopback, port));

    /// <summary>Whether something accepts connections on 127.0.0.1 at <paramref name="port"/>.</summary>
    public static async Task<bool> AcceptsAsync(int port, CancellationToken cancellationToken)
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

    private static bool CanListen(IPAddress address, int port)
    {
        using var listener = new TcpListener(address, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException error)
        {
            // A machine may know IPv6 and have no such address.
            return error.SocketErrorCode == SocketError.AddressNotAvailable;
        }
    }
}

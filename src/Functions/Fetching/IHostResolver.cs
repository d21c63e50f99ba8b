using System.Net;

namespace Magpie.Functions.Fetching;

/// <summary>What a host's name stands for.</summary>
public interface IHostResolver
{
    /// <summary>Its addresses, the one to try first at the front; an address stands for itself.</summary>
    Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken);
}

/// <summary>Asks the system.</summary>
public sealed class SystemResolver : IHostResolver
{
    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) => Dns.GetHostAddressesAsync(host, cancellationToken);
}

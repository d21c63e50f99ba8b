using System.Globalization;
using System.Net;

namespace Magpie.Fetching;

/// <summary>
/// The <c>host:port</c> pairs that may be called although their addresses are not public: setting <c>MAGPIE_FETCH_ALLOW</c>,
/// comma-separated. None by default.
/// </summary>
public sealed class FetchAllowance
{
    public const string Setting = "MAGPIE_FETCH_ALLOW";

    private const int MaxPairs = 100;

    private readonly HashSet<(string Host, int Port)> _pairs;

    private FetchAllowance(HashSet<(string Host, int Port)> pairs) => _pairs = pairs;

    /// <summary>Nothing but public addresses.</summary>
    public static FetchAllowance None { get; } = new([]);

    /// <summary>Whether exactly this host, as the URL names it, may be called on this port whatever its address.</summary>
    /// <param name="host">A name, or an address without brackets.</param>
    public bool Allows(string host, int port)
    {
        ArgumentNullException.ThrowIfNull(host);
        return _pairs.Contains((host.ToLowerInvariant(), port));
    }

    /// <summary>Reads the setting; null or blank: <see cref="None"/>.</summary>
    /// <exception cref="InvalidOperationException">An entry is no pair; names the setting.</exception>
    public static FetchAllowance Parse(string? setting)
    {
        var entries = setting?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        return entries.Length > MaxPairs
            ? throw new InvalidOperationException($"{Setting} names {entries.Length} hosts; at most {MaxPairs} are possible.")
            : new([.. entries.Select(PairOf)]);
    }

    private static (string Host, int Port) PairOf(string entry)
    {
        var colon = entry.LastIndexOf(':');
        if (colon > 0
            && int.TryParse(entry.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port is > 0 and <= IPEndPoint.MaxPort
            && Uri.CheckHostName(entry[..colon]) is UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6)
        {
            var host = entry[..colon].Trim('[', ']');
            return (IPAddress.TryParse(host, out var address) ? address.ToString() : host.ToLowerInvariant(), port);
        }

        throw new InvalidOperationException($"{Setting} must be pairs such as localhost:8080, separated by commas; one is not.");
    }
}

using System.Net;
using System.Net.Sockets;

namespace Magpie.Fetching;

/// <summary>
/// Whether an address lies in the public Internet, by IANA's registries of special-purpose addresses (RFC 6890 and its updates). What
/// carries an IPv4 address inside is judged by that one.
/// </summary>
public static class PublicAddress
{
    private static readonly IPNetwork[] NotPublic4 =
    [
        IPNetwork.Parse("0.0.0.0/8"),          // this network
        IPNetwork.Parse("10.0.0.0/8"),         // private
        IPNetwork.Parse("100.64.0.0/10"),      // carriers' NAT
        IPNetwork.Parse("127.0.0.0/8"),        // loopback
        IPNetwork.Parse("168.63.129.16/32"),   // Azure's wire server: public by number, inside every virtual machine
        IPNetwork.Parse("169.254.0.0/16"),     // link-local, with the clouds' metadata at 169.254.169.254
        IPNetwork.Parse("172.16.0.0/12"),      // private
        IPNetwork.Parse("192.0.0.0/24"),       // protocol assignments
        IPNetwork.Parse("192.0.2.0/24"),       // documentation
        IPNetwork.Parse("192.88.99.0/24"),     // 6to4 relays, deprecated
        IPNetwork.Parse("192.168.0.0/16"),     // private
        IPNetwork.Parse("198.18.0.0/15"),      // benchmarks
        IPNetwork.Parse("198.51.100.0/24"),    // documentation
        IPNetwork.Parse("203.0.113.0/24"),     // documentation
        IPNetwork.Parse("224.0.0.0/4"),        // multicast
        IPNetwork.Parse("240.0.0.0/4"),        // reserved, and broadcast
    ];

    /// <summary>The only block that holds public IPv6 addresses; loopback, local, link-local, site-local and multicast lie outside.</summary>
    private static readonly IPNetwork Global6 = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] NotPublic6 =
    [
        IPNetwork.Parse("2001::/23"),          // protocol assignments: Teredo, benchmarks, ORCHID
        IPNetwork.Parse("2001:db8::/32"),      // documentation
        IPNetwork.Parse("2002::/16"),          // 6to4, deprecated: its relays lead anywhere
        IPNetwork.Parse("3fff::/20"),          // documentation
    ];

    /// <summary>RFC 6052: what a resolver of a network without IPv4 makes of an IPv4 address; its last 32 bits.</summary>
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    public static bool IsPublic(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address.AddressFamily switch
        {
            AddressFamily.InterNetwork => !Array.Exists(NotPublic4, network => network.Contains(address)),
            AddressFamily.InterNetworkV6 when address.IsIPv4MappedToIPv6 => IsPublic(address.MapToIPv4()),
            AddressFamily.InterNetworkV6 when Nat64.Contains(address) => IsPublic(new IPAddress(address.GetAddressBytes().AsSpan(12))),
            AddressFamily.InterNetworkV6 => Global6.Contains(address) && !Array.Exists(NotPublic6, network => network.Contains(address)),
            _ => false,
        };
    }
}

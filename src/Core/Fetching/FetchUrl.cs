using System.Net;

namespace Magpie.Fetching;

/// <summary>
/// What can be said of a URL before its name is resolved. What its name resolves to is checked when the connection is made, every time:
/// an answer of today says nothing of tomorrow's.
/// </summary>
public static class FetchUrl
{
    public const int MaxLength = 2048;

    private static readonly string[] LocalSuffixes = [".localhost", ".local", ".internal", ".home.arpa"];

    /// <summary>The address to call, or a sentence that says what is wrong with the text.</summary>
    public static (Uri? Url, string? Problem) Parse(string? text, FetchAllowance allowance)
    {
        var (url, refused) = Read(text, allowance);
        return (url, refused?.Message);
    }

    /// <summary>The address to call, or why it is not called.</summary>
    public static (Uri? Url, FetchResult.Refused? Refused) Read(string? text, FetchAllowance allowance)
    {
        ArgumentNullException.ThrowIfNull(allowance);
        if (text is not { Length: > 0 and <= MaxLength }
            || !Uri.TryCreate(text, UriKind.Absolute, out var url)
            || url.Scheme is not ("http" or "https")
            || !HasHost(url))
        {
            return Bad($"The URL must begin with http:// or https://, name a host, and have at most {MaxLength:N0} characters.");
        }

        if (url.UserInfo.Length > 0)
        {
            return Bad("The URL must not hold a user name or password.");
        }

        return IsRefused(url, allowance)
            ? (null, new(FetchCodes.NotPublic, "The URL must name a host of the public Internet; this one is private, local or reserved."))
            : (url, null);
    }

    /// <summary>Whether it names a host that can be written in DNS: labels of at most 63 characters in Punycode, letters of one direction.</summary>
    private static bool HasHost(Uri url)
    {
        try
        {
            return url.IdnHost.Length > 0;
        }
        catch (UriFormatException)
        {
            return false;
        }
    }

    private static (Uri? Url, FetchResult.Refused Refused) Bad(string message) => (null, new(FetchCodes.BadUrl, message));

    /// <summary>Whether it is plain already that the host is not public; for most names that shows only when they are resolved.</summary>
    private static bool IsRefused(Uri url, FetchAllowance allowance)
    {
        var host = HostOf(url);
        return !allowance.Allows(host, url.Port)
            && (IPAddress.TryParse(host, out var address)
                ? !PublicAddress.IsPublic(address)
                : IsLocalName(host.TrimEnd('.')));
    }

    /// <summary>The host as it is resolved and as <see cref="FetchAllowance"/> names it: an address without brackets.</summary>
    private static string HostOf(Uri url) => url.IdnHost.Trim('[', ']');

    // RFC 6761 and RFC 8375: names that never leave the machine or the network.
    private static bool IsLocalName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || Array.Exists(LocalSuffixes, suffix => host.EndsWith(suffix, StringComparison.OrdinalIgnoreCase));
}

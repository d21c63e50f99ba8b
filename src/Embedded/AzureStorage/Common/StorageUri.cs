using System.Text;

namespace Azure.Storage.Common;

/// <summary>
/// Addresses of accounts and what is in them: <c>https://account.blob.core.windows.net/container/blob</c>, or with the account in the path
/// (<c>http://127.0.0.1:10000/account/container/blob</c>) as Azurite serves it.
/// </summary>
internal static class StorageUri
{
    /// <summary>The account an address belongs to.</summary>
    public static string AccountOf(Uri uri)
    {
        if (HasAccountInPath(uri))
        {
            return uri.Segments.Length > 1 ? Uri.UnescapeDataString(uri.Segments[1].TrimEnd('/')) : "";
        }

        var dot = uri.Host.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? uri.Host : uri.Host[..dot];
    }

    /// <summary>The decoded path below the account: "container/a/b", or "" for the account itself.</summary>
    public static string ResourceOf(Uri uri)
    {
        var path = uri.AbsolutePath.TrimStart('/');
        if (HasAccountInPath(uri))
        {
            var slash = path.IndexOf('/', StringComparison.Ordinal);
            path = slash < 0 ? "" : path[(slash + 1)..];
        }

        return Uri.UnescapeDataString(path);
    }

    /// <summary>The address of the account, without what follows it in the path; the query (a SAS) stays.</summary>
    public static Uri Service(Uri uri)
    {
        var builder = new UriBuilder(uri) { Path = HasAccountInPath(uri) ? AccountOf(uri) : "" };
        return builder.Uri;
    }

    /// <summary>An address one or more segments deeper; the query (a SAS) stays.</summary>
    /// <exception cref="ArgumentException">A segment is "." or "..", which URL rules would fold away and so name something else.</exception>
    public static Uri Append(Uri uri, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var text = new StringBuilder(uri.GetLeftPart(UriPartial.Path).TrimEnd('/'), 256);
        foreach (var segment in path.Split('/'))
        {
            if (segment is "." or "..")
            {
                throw new ArgumentException("A name may not have \".\" or \"..\" between its slashes.", nameof(path));
            }

            text.Append('/').Append(Uri.EscapeDataString(segment));
        }

        return new Uri(text.Append(uri.Query).ToString());
    }

    public static Uri WithQuery(Uri uri, string query) => new(uri.GetLeftPart(UriPartial.Path) + "?" + query);

    private static bool HasAccountInPath(Uri uri) =>
        uri.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6
        || uri.IsLoopback
        || !uri.Host.Contains('.', StringComparison.Ordinal);
}

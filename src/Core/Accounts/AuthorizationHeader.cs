using System.Text;

namespace Magpie.Accounts;

/// <summary>What an <c>Authorization</c> header says (RFC 9110, RFC 7617): <c>Basic key:secret</c> in base64, or <c>Key key</c>.</summary>
/// <param name="Secret">Null in the form that has none.</param>
public sealed record AuthorizationHeader(string Key, string? Secret)
{
    /// <summary>Characters a header may have; the longest valid one is far shorter.</summary>
    private const int MaxLength = 1024;

    /// <summary>Null when it has neither form.</summary>
    public static AuthorizationHeader? Parse(string? header)
    {
        if (header is not { Length: > 0 and <= MaxLength })
        {
            return null;
        }

        var space = header.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0)
        {
            return null;
        }

        var value = header[(space + 1)..].Trim();
        var parsed = header[..space].ToUpperInvariant() switch
        {
            "BASIC" => ParseBasic(value),
            "KEY" => new AuthorizationHeader(value, null),
            _ => null,
        };
        return CredentialKey.IsValid(parsed?.Key) ? parsed : null;
    }

    /// <summary>Without the secret.</summary>
    public override string ToString() => Key;

    private static AuthorizationHeader? ParseBasic(string base64)
    {
        Span<byte> bytes = stackalloc byte[MaxLength];
        if (!Convert.TryFromBase64String(base64, bytes, out var length))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(bytes[..length]);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : new AuthorizationHeader(text[..colon], text[(colon + 1)..]);
    }
}

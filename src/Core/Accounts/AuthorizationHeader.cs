using System.Text;

namespace Magpie.Accounts;

/// <summary>
/// What an <c>Authorization</c> header says (RFC 9110, RFC 7617, RFC 6750): <c>Basic key:secret</c> in base64, <c>Key key</c>,
/// <c>Key key.secret</c> for clients that know one key only, or <c>Bearer token</c>.
/// </summary>
/// <param name="Secret">Null in the forms that have none.</param>
public sealed record AuthorizationHeader(string Key, string? Secret)
{
    /// <summary>Characters a header may have; the longest valid one is far shorter.</summary>
    private const int MaxLength = 1024;

    /// <summary>In the place of a secret; null in the other forms.</summary>
    public AccessToken? Token { get; private init; }

    /// <summary>Null when it has none of the forms.</summary>
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
            "KEY" => Split(value, '.') ?? new AuthorizationHeader(value, null),
            "BEARER" when AccessToken.Parse(value) is { } token => new AuthorizationHeader(token.Key, null) { Token = token },
            _ => null,
        };
        return CredentialKey.IsValid(parsed?.Key) ? parsed : null;
    }

    /// <summary>Without the secret.</summary>
    public override string ToString() => Key;

    private static AuthorizationHeader? ParseBasic(string base64)
    {
        Span<byte> bytes = stackalloc byte[MaxLength];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? Split(Encoding.UTF8.GetString(bytes[..length]), ':') : null;
    }

    private static AuthorizationHeader? Split(string text, char separator)
    {
        var at = text.IndexOf(separator, StringComparison.Ordinal);
        return at < 0 ? null : new AuthorizationHeader(text[..at], text[(at + 1)..]);
    }
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Magpie.Accounts;

namespace Magpie.Notifications;

/// <summary>
/// Header <c>Magpie-Signature</c> of a call without a body: <c>t=1775027229,s=00ff…,v1=5257a8…</c>. <c>v1</c> is the HMAC-SHA256 of
/// <c>"{t}.{path and query}"</c> under the HMAC-SHA256 of the caller's secret, whose key is <c>s</c>: only the hash of a secret is stored, so it is what signs.
/// </summary>
public static class CallbackSignature
{
    /// <summary>The header's value; null for a credential without a secret.</summary>
    /// <param name="at">Of the try; whole seconds count.</param>
    /// <param name="target">Path and query as they are sent.</param>
    public static string? Create(Credential credential, DateTimeOffset at, string target)
    {
        ArgumentNullException.ThrowIfNull(credential);
        if (credential.Hash.IsEmpty)
        {
            return null;
        }

        var signed = string.Create(CultureInfo.InvariantCulture, $"{at.ToUnixTimeSeconds()}.{target}");
        var signature = HMACSHA256.HashData(credential.Hash.Span, Encoding.UTF8.GetBytes(signed));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"t={at.ToUnixTimeSeconds()},s={Convert.ToHexStringLower(credential.Salt.Span)},v1={Convert.ToHexStringLower(signature)}");
    }
}

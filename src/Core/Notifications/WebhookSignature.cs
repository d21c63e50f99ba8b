using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Magpie.Notifications;

/// <summary>
/// Header <c>Magpie-Signature</c>: <c>t=1775027229,v1=5257a8…</c>. <c>v1</c> is the HMAC-SHA256 of <c>"{t}.{body}"</c> under the webhook's
/// secret, in hexadecimal; the time is signed too, so that a receiver can refuse what somebody recorded and sends again.
/// </summary>
public static class WebhookSignature
{
    /// <summary>The header's value.</summary>
    /// <param name="secret">Its characters, in UTF-8, are the key.</param>
    /// <param name="at">Of the try; whole seconds count.</param>
    public static string Create(string secret, DateTimeOffset at, ReadOnlySpan<byte> body)
    {
        ArgumentNullException.ThrowIfNull(secret);
        var seconds = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hash.AppendData(Encoding.ASCII.GetBytes(seconds));
        hash.AppendData("."u8);
        hash.AppendData(body);
        return $"t={seconds},v1={Convert.ToHexStringLower(hash.GetHashAndReset())}";
    }
}

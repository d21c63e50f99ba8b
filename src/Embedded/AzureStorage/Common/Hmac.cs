using System.Security.Cryptography;
using System.Text;

namespace Azure.Storage.Common;

/// <summary>HMAC-SHA256 in base64, the one signature of all storage services.</summary>
internal static class Hmac
{
    public static string Sign(byte[] key, ReadOnlySpan<byte> utf8)
    {
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, utf8, mac);
        return Convert.ToBase64String(mac);
    }

    public static string Sign(byte[] key, string text) => Sign(key, Encoding.UTF8.GetBytes(text));
}

using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Magpie.Accounts;

/// <summary>
/// Stands for a key and its secret until it expires. Stored nowhere: an HMAC-SHA-256 under the credential's stored hash binds key and
/// expiry, so a revoked or changed credential ends its tokens too.
/// </summary>
/// <param name="Key">The credential's key.</param>
/// <param name="ExpiresAt">Whole seconds.</param>
public sealed record AccessToken(string Key, DateTimeOffset ExpiresAt)
{
    /// <summary>Tells a person, and a scanner for leaked secrets, what was found.</summary>
    public const string Prefix = "mt_";

    private const int ExpiryBytes = sizeof(long);
    private const int HeadBytes = ExpiryBytes + HMACSHA256.HashSizeInBytes;
    private const int MaxBytes = HeadBytes + CredentialKey.MaxLength;

    private static readonly byte[] Purpose = "magpie access token"u8.ToArray();

    private byte[] Mac { get; init; } = [];

    /// <summary>A new token, as text.</summary>
    /// <param name="credential">With a secret.</param>
    public static string Issue(Credential credential, DateTimeOffset expiresAt)
    {
        ArgumentNullException.ThrowIfNull(credential);
        var token = new AccessToken(credential.Key, expiresAt);
        var bytes = new byte[HeadBytes + credential.Key.Length];
        BinaryPrimitives.WriteInt64BigEndian(bytes, expiresAt.ToUnixTimeSeconds());
        token.MacUnder(credential).CopyTo(bytes, ExpiryBytes);
        Encoding.ASCII.GetBytes(credential.Key, bytes.AsSpan(HeadBytes));
        return Prefix + Base64Url.EncodeToString(bytes);
    }

    /// <summary>Null when it has not the form of a token; whether it is one shows <see cref="IsOf"/>.</summary>
    public static AccessToken? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[MaxBytes];
        var digits = text.AsSpan(Prefix.Length);
        if (!Base64Url.IsValid(digits, out var length) || length is <= HeadBytes or > MaxBytes || !Base64Url.TryDecodeFromChars(digits, bytes, out _))
        {
            return null;
        }

        var seconds = BinaryPrimitives.ReadInt64BigEndian(bytes);
        return seconds is > 0 and < 253_402_300_800
            ? new(Encoding.ASCII.GetString(bytes[HeadBytes..length]), DateTimeOffset.FromUnixTimeSeconds(seconds)) { Mac = bytes[ExpiryBytes..HeadBytes].ToArray() }
            : null;
    }

    /// <summary>Whether the credential made it; takes the same time for every answer.</summary>
    public bool IsOf(Credential credential)
    {
        ArgumentNullException.ThrowIfNull(credential);
        return CryptographicOperations.FixedTimeEquals(MacUnder(credential), Mac);
    }

    /// <summary>Without what makes it valid.</summary>
    public override string ToString() => Key;

    private byte[] MacUnder(Credential credential)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, credential.Hash.Span);
        Span<byte> expiry = stackalloc byte[ExpiryBytes];
        BinaryPrimitives.WriteInt64BigEndian(expiry, ExpiresAt.ToUnixTimeSeconds());
        hmac.AppendData(Purpose);
        hmac.AppendData(credential.Salt.Span);
        hmac.AppendData(expiry);
        hmac.AppendData(Encoding.ASCII.GetBytes(Key));
        return hmac.GetHashAndReset();
    }
}

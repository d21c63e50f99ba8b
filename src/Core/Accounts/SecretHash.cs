using System.Security.Cryptography;
using System.Text;

namespace Magpie.Accounts;

/// <summary>
/// HMAC-SHA-256 of a secret under its salt. Fast on purpose: our secrets are 256 random bits, which no number of guesses finds, and a
/// slow hash would let anybody without a secret spend the server's time.
/// </summary>
public static class SecretHash
{
    /// <summary>Bytes of a salt.</summary>
    public const int SaltBytes = 16;

    /// <summary>32 bytes.</summary>
    public static byte[] Compute(ReadOnlySpan<byte> salt, string secret) => HMACSHA256.HashData(salt, Encoding.UTF8.GetBytes(secret));

    /// <summary>Whether this is the secret; takes the same time for every answer.</summary>
    public static bool Matches(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> hash, string secret) =>
        CryptographicOperations.FixedTimeEquals(Compute(salt, secret), hash);
}

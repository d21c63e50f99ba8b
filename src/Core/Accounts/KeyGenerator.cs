using System.Buffers.Text;
using System.Security.Cryptography;

namespace Magpie.Accounts;

/// <summary>Makes keys and secrets. The prefix tells a person, and a scanner for leaked secrets, what was found.</summary>
public static class KeyGenerator
{
    public const string SecretKeyPrefix = "mk_";
    public const string PublishableKeyPrefix = "mp_";
    public const string SecretPrefix = "ms_";

    private const int KeyBytes = 16;
    private const int SecretBytes = 32;

    /// <summary>128 random bits behind the prefix of its kind.</summary>
    public static string NewKey(CredentialKind kind) =>
        (kind == CredentialKind.Publishable ? PublishableKeyPrefix : SecretKeyPrefix) + Random(KeyBytes);

    /// <summary>256 random bits.</summary>
    public static string NewSecret() => SecretPrefix + Random(SecretBytes);

    private static string Random(int bytes) => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(bytes));
}

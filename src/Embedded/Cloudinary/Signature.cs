using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace CloudinaryDotNet;

/// <summary>Signatures of Cloudinary's upload API: https://cloudinary.com/documentation/authentication_signatures.</summary>
internal static class Signature
{
    private static readonly HashSet<string> Unsigned = new(StringComparer.Ordinal) { "file", "cloud_name", "resource_type", "api_key", "signature" };

    /// <summary>
    /// <c>name=value</c> pairs by name, joined by <c>&amp;</c>, then the secret; hashed. An ampersand in a value is signed as
    /// <c>%26</c> (version 2 of the rule), so that a value cannot pass for a parameter.
    /// </summary>
    public static string Of(IEnumerable<KeyValuePair<string, object>> parameters, string secret, SignatureAlgorithm algorithm)
    {
        var pairs = parameters
            .Where(parameter => !Unsigned.Contains(parameter.Key))
            .OrderBy(parameter => parameter.Key, StringComparer.Ordinal)
            .Select(parameter => $"{parameter.Key}={Text(parameter.Value)}".Replace("&", "%26", StringComparison.Ordinal));
        var bytes = Encoding.UTF8.GetBytes(string.Join('&', pairs) + secret);
        return Convert.ToHexStringLower(algorithm == SignatureAlgorithm.SHA256 ? SHA256.HashData(bytes) : Sha1(bytes));
    }

    private static string? Text(object value) => value is IEnumerable<string> several ? string.Join(',', several) : value.ToString();

    [SuppressMessage("Security", "CA5350", Justification = "The service's default; accounts may ask for SHA-256.")]
    private static byte[] Sha1(byte[] bytes) => SHA1.HashData(bytes);
}

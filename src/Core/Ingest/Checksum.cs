using System.Security.Cryptography;
using Magpie.Assets;

namespace Magpie.Ingest;

/// <summary>SHA-256 of what arrived against what was announced.</summary>
internal static class Checksum
{
    /// <summary>64 lower-case hexadecimal digits.</summary>
    public static string Of(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <inheritdoc cref="Of(ReadOnlySpan{byte})"/>
    public static async Task<string> OfAsync(Stream content, CancellationToken cancellationToken) =>
        Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken));

    /// <summary>Null when nothing was announced or it is the same.</summary>
    public static AssetError? Check(string actual, string? announced) =>
        announced is null || string.Equals(actual, announced, StringComparison.OrdinalIgnoreCase)
            ? null
            : new(RejectionCodes.ChecksumMismatch, $"The file's SHA-256 is {actual}, not what was announced. Upload it again.");
}

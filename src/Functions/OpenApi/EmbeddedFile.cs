using System.Security.Cryptography;

namespace Magpie.Functions.OpenApi;

/// <summary>A file that is made once a process.</summary>
/// <param name="ETag">Quoted, of the content.</param>
public sealed record EmbeddedFile(byte[] Content, string ETag)
{
    private const int HashBytes = 8;

    internal static EmbeddedFile Of(byte[] content) => new(content, $"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, HashBytes))}\"");
}

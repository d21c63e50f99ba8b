using System.Security.Cryptography;
using System.Text;
using Magpie.Assets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Magpie.Functions.Assets;

/// <summary>The API's ETag of an asset: short and strong, made of its row's, which is weak and says when it was written.</summary>
internal static class EntityTag
{
    /// <summary>Bytes of the hash that are kept; versions of one row are few.</summary>
    private const int Bytes = 8;

    /// <summary>Quoted.</summary>
    public static string Of(StoredAsset stored) =>
        $"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(stored.ETag)).AsSpan(0, Bytes))}\"";

    /// <summary>Whether <c>If-Match</c> is missing or names the asset (RFC 9110, 13.1.1).</summary>
    public static bool MayChange(HttpRequest request, StoredAsset stored) =>
        request.Headers.IfMatch.Count == 0 || IsNamed(request.Headers.IfMatch, stored);

    /// <summary>Whether <c>If-None-Match</c> names the asset: the client has it (RFC 9110, 13.1.2).</summary>
    public static bool IsKnown(HttpRequest request, StoredAsset stored) => IsNamed(request.Headers.IfNoneMatch, stored);

    private static bool IsNamed(StringValues header, StoredAsset stored) =>
        EntityTagHeaderValue.TryParseList([.. header.OfType<string>()], out var tags)
        && tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Tag.Equals(Of(stored), StringComparison.Ordinal));
}

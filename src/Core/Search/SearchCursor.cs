using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Magpie.Search;

/// <summary>The place of the last hit of a page, and which query it was a page of.</summary>
internal static class SearchCursor
{
    private const int IdentityBytes = 6;

    public static string Of(RankedAsset last, SearchQuery query) => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{Identity(query)}{BitConverter.DoubleToInt64Bits(last.Score):x16}{last.Key:x32}")));

    /// <summary>Null when the text is no cursor, or one of another query.</summary>
    public static RankedAsset? Parse(string cursor, SearchQuery query)
    {
        const int scoreAt = IdentityBytes * 2;
        if (cursor.Length > 200 || !Base64Url.IsValid(cursor))
        {
            return null;
        }

        var text = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(cursor));
        return text.Length == scoreAt + 48
            && text.StartsWith(Identity(query), StringComparison.Ordinal)
            && long.TryParse(text.AsSpan(scoreAt, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var score)
            && UInt128.TryParse(text.AsSpan(scoreAt + 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var key)
            ? new RankedAsset(BitConverter.Int64BitsToDouble(score), key)
            : null;
    }

    private static string Identity(SearchQuery query) => Convert.ToHexStringLower(SHA256.HashData(
        JsonSerializer.SerializeToUtf8Bytes(query with { Cursor = null, Limit = 0, Skip = 0 }, QueryJson.Default.SearchQuery)).AsSpan(0, IdentityBytes));
}

[JsonSerializable(typeof(SearchQuery))]
internal sealed partial class QueryJson : JsonSerializerContext;

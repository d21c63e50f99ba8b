using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Magpie.Assets;

namespace Magpie.Search;

/// <summary>The place of the last hit of a page, in the ranking or in a tag's list, and which query it was a page of.</summary>
internal static class SearchCursor
{
    private const int IdentityBytes = 6;
    private const int PlaceAt = IdentityBytes * 2;
    private const string InList = "list";

    public static string Of(RankedAsset last, SearchQuery query) => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{Identity(query)}{BitConverter.DoubleToInt64Bits(last.Score):x16}{last.Key:x32}")));

    /// <summary>The place after an asset in a list.</summary>
    /// <param name="last">The asset's id.</param>
    public static string OfListed(string last, SearchQuery query) => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(Identity(query) + InList + last));

    /// <summary>Null when the text is no place in a ranking, or one of another query.</summary>
    public static RankedAsset? Parse(string? cursor, SearchQuery query)
    {
        var place = PlaceOf(cursor, query);
        return place.Length == 48
            && long.TryParse(place[..16], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var score)
            && UInt128.TryParse(place[16..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var key)
            ? new RankedAsset(BitConverter.Int64BitsToDouble(score), key)
            : null;
    }

    /// <summary>Id of the asset that the place in a list is; null when the text is no such place, or one of another query.</summary>
    public static string? ParseListed(string? cursor, SearchQuery query)
    {
        var place = PlaceOf(cursor, query);
        return place.StartsWith(InList, StringComparison.Ordinal) && AssetId.IsValid(place[InList.Length..]) ? place[InList.Length..] : null;
    }

    private static string PlaceOf(string? cursor, SearchQuery query)
    {
        if (cursor is not { Length: <= 200 } || !Base64Url.IsValid(cursor))
        {
            return "";
        }

        var text = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(cursor));
        return text.StartsWith(Identity(query), StringComparison.Ordinal) ? text[PlaceAt..] : "";
    }

    private static string Identity(SearchQuery query) => Convert.ToHexStringLower(SHA256.HashData(
        JsonSerializer.SerializeToUtf8Bytes(query with { Cursor = null, Limit = 0, Skip = 0 }, QueryJson.Default.SearchQuery)).AsSpan(0, IdentityBytes));
}

[JsonSerializable(typeof(SearchQuery))]
internal sealed partial class QueryJson : JsonSerializerContext;

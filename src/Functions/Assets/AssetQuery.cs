using System.Globalization;
using Magpie.Accounts;
using Magpie.Assets;
using Magpie.Functions.Http;
using Magpie.Tagging;
using Magpie.Uploads;
using Microsoft.AspNetCore.Http;

namespace Magpie.Functions.Assets;

/// <summary>Reads the query of the asset routes; a value that means nothing is a problem, not a guess.</summary>
internal static class AssetQuery
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 200;
    private const int DefaultTagLimit = 100;
    private const int MaxTagLimit = 1_000;
    private const int MaxIds = 200;
    private const int MaxTags = 10;
    private const int MaxTagLength = 256;
    private const int MaxWaitSeconds = 25;

    /// <summary>The filter of <c>GET /api/assets</c>, or the problem with it.</summary>
    public static (AssetFilter? Filter, Problem? Problem) ReadFilter(IQueryCollection query, Caller caller)
    {
        AssetState? state = null;
        if (query.TryGetValue("state", out var states) && (states.Count != 1 || (state = StateNames.StateOf(states.ToString())) is null))
        {
            return (null, Invalid("state", "one of reserved, received, ready, rejected, failed and expired"));
        }

        MediaType? type = null;
        if (query.TryGetValue("type", out var types) && (types.Count != 1 || (type = StateNames.TypeOf(types.ToString())) is null))
        {
            return (null, Invalid("type", "image or video"));
        }

        var tags = TagNormalizer.NormalizeAll(query["tag"]);
        if (query["tag"].Count > MaxTags || query["tag"].Any(tag => tag?.Length > MaxTagLength) || tags.Count != query["tag"].Distinct().Count())
        {
            return (null, Invalid("tag", $"at most {MaxTags} tags, each once and none of them empty"));
        }

        if (query.TryGetValue("cursor", out var cursors) && (cursors.Count != 1 || !AssetId.IsValid(cursors.ToString())))
        {
            return (null, Invalid("cursor", "the \"cursor\" of the page before"));
        }

        var (limit, badLimit) = ReadNumber(query, "limit", 1, MaxLimit, DefaultLimit);
        return badLimit is not null
            ? (null, badLimit)
            : (new AssetFilter
            {
                State = state,
                Type = type,
                Tags = tags,
                UploadedBy = caller.OnlyUploadedBy,
                Limit = limit,
                Cursor = cursors.Count == 1 ? cursors.ToString() : null,
            }, null);
    }

    /// <summary>1 to 1,000, 100 when it is missing.</summary>
    public static (int Limit, Problem? Problem) ReadTagLimit(IQueryCollection query) =>
        ReadNumber(query, "limit", 1, MaxTagLimit, DefaultTagLimit);

    /// <summary>0 to 25 seconds, 0 when it is missing.</summary>
    public static (TimeSpan Wait, Problem? Problem) ReadWait(IQueryCollection query)
    {
        var (seconds, problem) = ReadNumber(query, "wait", 0, MaxWaitSeconds, 0);
        return (TimeSpan.FromSeconds(seconds), problem);
    }

    /// <summary>The ids of <c>?ids=a,b,c</c>, each once.</summary>
    public static (IReadOnlyList<string> Ids, Problem? Problem) ReadIds(IQueryCollection query)
    {
        var ids = query["ids"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).ToArray();
        return ids.Length is 0 or > MaxIds || !ids.All(AssetId.IsValid)
            ? ([], Invalid("ids", $"1 to {MaxIds} ids of assets, separated by commas"))
            : (ids, null);
    }

    /// <summary>The beginning of tags that is asked for; empty for all.</summary>
    public static (string Prefix, Problem? Problem) ReadPrefix(IQueryCollection query)
    {
        var prefix = query["prefix"];
        return prefix.Count > 1 || prefix.ToString().Length > MaxTagLength || !PlainText.IsPlain(prefix.ToString())
            ? (string.Empty, Invalid("prefix", "the beginning of a tag"))
            : (TagNormalizer.Normalize(prefix.ToString()), null);
    }

    private static (int Value, Problem? Problem) ReadNumber(IQueryCollection query, string name, int least, int most, int missing) =>
        !query.TryGetValue(name, out var values) ? (missing, null)
        : values.Count == 1 && int.TryParse(values.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? (value, null)
            : (missing, Invalid(name, $"a number from {least} to {most}"));

    private static Problem Invalid(string parameter, string expected) =>
        Problems.BadRequest("invalid-parameter", $"\"{parameter}\" must be {expected}.");
}

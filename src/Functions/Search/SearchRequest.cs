using System.Globalization;
using Magpie.Accounts;
using Magpie.Assets;
using Magpie.Functions.Http;
using Magpie.Search;
using Magpie.Tagging;
using Magpie.Uploads;
using Microsoft.AspNetCore.Http;

namespace Magpie.Functions.Search;

/// <summary>Reads the query of <c>GET /api/search</c>; a value that means nothing is a problem, not a guess.</summary>
internal static class SearchRequest
{
    private const int DefaultLimit = 20;
    private const int MaxLimit = 100;
    private const int MaxWords = 200;
    private const int MaxCamera = 100;
    private const int MaxTags = 10;

    private static readonly string[] Known =
        ["q", "color", "like", "tag", "type", "from", "before", "camera", "minWidth", "minHeight", "minBytes", "maxBytes", "limit", "cursor"];

    /// <summary>The query without its like rank, the id to be like, or the problem.</summary>
    public static (SearchQuery? Query, string? Like, Problem? Problem) Read(IQueryCollection query, Caller caller)
    {
        var reader = new ParameterReader(query);
        reader.Only(Known);
        var words = reader.Text("q", MaxWords, "at most 200 characters");
        var color = reader.Parse("color", ReadColor, "six hexadecimal digits, such as 2f5e97, or a colour's name");
        var like = reader.Parse("like", text => AssetId.IsValid(text) ? text : null, "the id of an asset");
        var tags = TagNormalizer.NormalizeAll(query["tag"]);
        if (query["tag"].Count > MaxTags || query["tag"].Any(tag => tag?.Length > MaxWords) || tags.Count != query["tag"].Distinct().Count())
        {
            reader.Refuse("tag", $"at most {MaxTags} tags, each once and none of them empty");
        }

        var filter = new SearchFilter
        {
            AllTags = tags,
            UploadedBy = caller.OnlyUploadedBy,
            Type = reader.Parse<MediaType>("type", StateNames.TypeOf, "image or video"),
            From = reader.Parse<DateTimeOffset>("from", ReadTime, "a date such as 2026-04-01 or a time such as 2026-04-01T07:12:09Z"),
            Before = reader.Parse<DateTimeOffset>("before", ReadTime, "a date such as 2026-04-01 or a time such as 2026-04-01T07:12:09Z"),
            Camera = reader.Text("camera", MaxCamera, "at most 100 characters"),
            MinWidth = (int?)reader.Number("minWidth", 1, int.MaxValue),
            MinHeight = (int?)reader.Number("minHeight", 1, int.MaxValue),
            MinBytes = reader.Number("minBytes", 1, long.MaxValue),
            MaxBytes = reader.Number("maxBytes", 1, long.MaxValue),
        };
        var search = new SearchQuery
        {
            Words = words,
            Color = color,
            Filter = filter,
            Limit = (int)(reader.Number("limit", 1, MaxLimit) ?? DefaultLimit),
            Cursor = reader.Text("cursor", MaxWords, "the \"cursor\" of the page before"),
        };
        return reader.Problem is { } problem ? (null, null, problem) : (search, like, null);
    }

    /// <summary>1 to 99, 20 when it is missing.</summary>
    public static (int Limit, Problem? Problem) ReadLimit(IQueryCollection query)
    {
        var reader = new ParameterReader(query);
        reader.Only(["limit"]);
        var limit = (int)(reader.Number("limit", 1, MaxLimit - 1) ?? DefaultLimit);
        return (limit, reader.Problem);
    }

    private static SearchColor? ReadColor(string text)
    {
        var digits = text.StartsWith('#') ? text[1..] : text;
        if (digits.Length == 6 && int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var rgb))
        {
            return new((byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb);
        }

        return Imaging.ColorPalette.Find(text) is { } named ? new(named.Red, named.Green, named.Blue) : null;
    }

    private static DateTimeOffset? ReadTime(string text) =>
        DateTimeOffset.TryParseExact(
            text,
            ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var time) ? time : null;

    /// <summary>Reads parameters one by one and keeps the first problem.</summary>
    private sealed class ParameterReader(IQueryCollection query)
    {
        public Problem? Problem { get; private set; }

        public void Refuse(string name, string expected) =>
            Problem ??= Problems.BadRequest("invalid-parameter", $"\"{name}\" must be {expected}.");

        public void Only(string[] known)
        {
            if (query.Keys.FirstOrDefault(key => !known.Contains(key, StringComparer.OrdinalIgnoreCase)) is { } other)
            {
                Problem ??= Problems.BadRequest(
                    "invalid-parameter", $"\"{PlainText.Sanitize(other)}\" is no parameter of this route; it takes {string.Join(", ", known)}.");
            }
        }

        public string? Text(string name, int most, string expected) => Parse(name, text => text.Length <= most && PlainText.IsPlain(text) ? text : null, expected);

        public long? Number(string name, long least, long most) => Parse<long>(
            name,
            text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most ? value : null,
            $"a number from {least} to {most}");

        public string? Parse(string name, Func<string, string?> parse, string expected)
        {
            if (!query.TryGetValue(name, out var values) || (values.Count == 1 && values[0] is not { Length: > 0 }))
            {
                return null;
            }

            var value = values.Count == 1 ? parse(values[0]!) : null;
            if (value is null)
            {
                Refuse(name, expected);
            }

            return value;
        }

        public T? Parse<T>(string name, Func<string, T?> parse, string expected)
            where T : struct
        {
            if (!query.TryGetValue(name, out var values) || (values.Count == 1 && values[0] is not { Length: > 0 }))
            {
                return null;
            }

            var value = values.Count == 1 ? parse(values[0]!) : null;
            if (value is null)
            {
                Refuse(name, expected);
            }

            return value;
        }
    }
}

using Azure;
using Microsoft.Net.Http.Headers;

namespace Magpie.Functions.Delivery;

/// <summary>One range of bytes as a client writes it: <c>from-to</c>, <c>from-</c> or <c>-last</c>.</summary>
internal sealed record MediaRange(long? From, long? To)
{
    /// <summary>Null when the header is missing, of another unit, malformed, or asks for several ranges: then the whole file is the answer.</summary>
    public static MediaRange? Parse(string? header) =>
        RangeHeaderValue.TryParse(header, out var parsed)
        && parsed.Unit.Equals("bytes", StringComparison.OrdinalIgnoreCase)
        && parsed.Ranges.Count == 1
            ? new MediaRange(parsed.Ranges.First().From, parsed.Ranges.First().To)
            : null;

    /// <summary>The bytes that a file of this length has of the range; null when it has none.</summary>
    public HttpRange? Within(long length)
    {
        var from = From ?? Math.Max(0, length - (To ?? 0));
        var to = From is null ? length - 1 : Math.Min(To ?? (length - 1), length - 1);
        return from > to ? null : new HttpRange(from, to - from + 1);
    }
}

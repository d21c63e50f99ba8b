using Azure;
using Microsoft.Net.Http.Headers;

namespace Magpie.Functions.Delivery;

/// <summary>What a request's conditions say of a file that has this ETag.</summary>
internal static class MediaConditions
{
    /// <summary>Whether <c>If-None-Match</c> names the ETag: the client has the file already.</summary>
    public static bool Matches(string? header, ETag etag) =>
        EntityTagHeaderValue.TryParseList([header ?? ""], out var tags)
        && tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(Strong(etag), useStrongComparison: false));

    /// <summary>Whether <c>If-Range</c> is missing or names the ETag. A date is taken for no: it says less than the ETag we always send.</summary>
    public static bool Allows(string? header, ETag etag) =>
        string.IsNullOrEmpty(header)
        || (EntityTagHeaderValue.TryParse(header, out var tag) && tag.Compare(Strong(etag), useStrongComparison: true));

    private static EntityTagHeaderValue Strong(ETag etag) => new(etag.ToString("H"));
}

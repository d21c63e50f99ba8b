using Azure;
using Azure.Storage.Blobs.Models;
using Microsoft.AspNetCore.Http;

namespace Magpie.Functions.Delivery;

/// <summary>
/// What to answer a request for a file. Send <see cref="ContentType"/> with <c>X-Content-Type-Options: nosniff</c>,
/// <see cref="MediaStore.CacheControl"/> with 200, 206 and 304, and <c>Accept-Ranges: bytes</c>.
/// </summary>
public sealed class MediaAnswer : IAsyncDisposable
{
    private const string Unknown = "application/octet-stream";

    private MediaAnswer(int status)
    {
        Status = status;
    }

    /// <summary>200, 206, 304, 404 or 416.</summary>
    public int Status { get; }

    /// <summary>The bytes, from storage as they are read; null unless 200 or 206. Closed with the answer.</summary>
    public Stream? Content { get; private init; }

    /// <summary>How many bytes <see cref="Content"/> holds.</summary>
    public long Length { get; private init; }

    /// <summary>The header of 206 and 416: <c>bytes 0-99/1234</c>, <c>bytes */1234</c>.</summary>
    public string? ContentRange { get; private init; }

    /// <summary>Quoted, strong; null with 404 and 416.</summary>
    public string? ETag { get; private init; }

    /// <summary>A picture's or a video's, never one that a browser would run.</summary>
    public string ContentType { get; private init; } = Unknown;

    public DateTimeOffset? LastModified { get; private init; }

    internal static MediaAnswer NotFound { get; } = new(StatusCodes.Status404NotFound);

    public async ValueTask DisposeAsync()
    {
        if (Content is { } content)
        {
            await content.DisposeAsync();
        }
    }

    internal static MediaAnswer NotModified(ETag etag) => new(StatusCodes.Status304NotModified) { ETag = etag.ToString("H") };

    internal static MediaAnswer OutOfRange(long length) =>
        new(StatusCodes.Status416RangeNotSatisfiable) { ContentRange = FormattableString.Invariant($"bytes */{length}") };

    internal static MediaAnswer Of(BlobDownloadStreamingResult download, bool partial)
    {
        var details = download.Details;
        return new MediaAnswer(partial ? StatusCodes.Status206PartialContent : StatusCodes.Status200OK)
        {
            Content = download.Content,
            Length = details.ContentLength,
            ContentRange = partial ? details.ContentRange : null,
            ETag = details.ETag.ToString("H"),
            ContentType = Safe(details.ContentType),
            LastModified = details.LastModified,
        };
    }

    // Letters, digits, dot and hyphen only: no parameters, and no "+xml", which is how SVG carries scripts.
    private static string Safe(string? contentType)
    {
        var type = contentType?.ToLowerInvariant() ?? "";
        var slash = type.IndexOf('/', StringComparison.Ordinal);
        return slash > 0
            && type[..slash] is "image" or "video"
            && type.Length > slash + 1
            && type[(slash + 1)..].All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-')
            && !type.EndsWith("svg", StringComparison.Ordinal)
                ? type
                : Unknown;
    }
}

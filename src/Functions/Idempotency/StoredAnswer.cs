using Microsoft.AspNetCore.Http;

namespace Magpie.Functions.Idempotency;

/// <summary>An answer as it was given, to be given again.</summary>
public sealed record StoredAnswer(int Status, string ContentType, ReadOnlyMemory<byte> Body) : IResult
{
    /// <summary>Header of that name; null when there was none.</summary>
    public string? Location { get; init; }

    /// <summary>Header of that name; null when there was none.</summary>
    public string? ETag { get; init; }

    /// <summary>Bytes of a body that are kept; a table takes no more in one property.</summary>
    public const int MaxBytes = 64 << 10;

    /// <summary>Lets a result write itself down; null when it is no success or too large to keep.</summary>
    public static async Task<StoredAnswer?> OfAsync(IResult result, HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(http);
        using var body = new MemoryStream();
        var page = new DefaultHttpContext { RequestServices = http.RequestServices };
        page.Request.Method = http.Request.Method;
        page.Response.Body = body;
        await result.ExecuteAsync(page);
        return page.Response.StatusCode is >= 200 and < 300 && body.Length <= MaxBytes
            ? new StoredAnswer(page.Response.StatusCode, page.Response.ContentType ?? "", body.ToArray())
            {
                // A function may set them itself, beside its result.
                Location = (string?)page.Response.Headers.Location ?? http.Response.Headers.Location,
                ETag = (string?)page.Response.Headers.ETag ?? http.Response.Headers.ETag,
            }
            : null;
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.Headers.CacheControl = "no-store";
        response.Headers.Location = Location;
        response.Headers.ETag = ETag;
        if (Body.IsEmpty)
        {
            return;
        }

        response.ContentType = ContentType;
        response.ContentLength = Body.Length;
        await response.Body.WriteAsync(Body, httpContext.RequestAborted);
    }
}

/// <summary>What a repeat of a request is answered, where that is not what the request itself was: a secret is given once and stored nowhere.</summary>
/// <param name="Result">The answer without the secret.</param>
internal sealed record AnswerForRepeats(IResult Result);

using Microsoft.AspNetCore.Http;

namespace Magpie.Functions.Http;

/// <summary>A status without a body.</summary>
public sealed class StatusAnswer(int status) : IResult
{
    public static StatusAnswer NoContent { get; } = new(StatusCodes.Status204NoContent);

    /// <summary>The client went away; nobody reads this.</summary>
    public static StatusAnswer ClientClosed { get; } = new(StatusCodes.Status499ClientClosedRequest);

    /// <summary>Quoted; null for none.</summary>
    public string? ETag { get; init; }

    public static StatusAnswer NotModified(string etag) => new(StatusCodes.Status304NotModified) { ETag = etag };

    public Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        if (!httpContext.Response.HasStarted)
        {
            httpContext.Response.StatusCode = status;
            if (ETag is not null)
            {
                httpContext.Response.Headers.ETag = ETag;
                httpContext.Response.Headers.CacheControl = "private, no-cache";
            }
        }

        return Task.CompletedTask;
    }
}

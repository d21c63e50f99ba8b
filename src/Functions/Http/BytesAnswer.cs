using Microsoft.AspNetCore.Http;

namespace Magpie.Functions.Http;

/// <summary>Bytes that are in memory.</summary>
public sealed class BytesAnswer(ReadOnlyMemory<byte> body, string contentType) : IResult
{
    public string CacheControl { get; init; } = "no-store";

    /// <summary>Quoted; null for none.</summary>
    public string? ETag { get; init; }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        var response = httpContext.Response;
        response.ContentType = contentType;
        response.ContentLength = body.Length;
        response.Headers.CacheControl = CacheControl;
        response.Headers.ETag = ETag;
        if (!HttpMethods.IsHead(httpContext.Request.Method))
        {
            await response.Body.WriteAsync(body, httpContext.RequestAborted);
        }
    }
}

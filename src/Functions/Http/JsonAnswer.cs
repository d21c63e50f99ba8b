using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Magpie.Functions.Http;

/// <summary>A value as JSON, serialised in one piece so that the answer has a length.</summary>
public sealed class JsonAnswer<T>(T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK) : IResult
{
    /// <summary>Quoted; null for none.</summary>
    public string? ETag { get; init; }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        var body = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(body))
        {
            JsonSerializer.Serialize(json, value, type);
        }

        var response = httpContext.Response;
        response.StatusCode = status;
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = body.WrittenCount;
        response.Headers.CacheControl = ETag is null ? "no-store" : "private, no-cache";
        response.Headers.ETag = ETag;
        await response.Body.WriteAsync(body.WrittenMemory, httpContext.RequestAborted);
    }
}

using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Magpie.Uploads;
using Microsoft.AspNetCore.Http;

namespace Magpie.Functions.Http;

/// <summary>An error as <c>application/problem+json</c> (RFC 9457), with a <c>code</c> that a program can switch on.</summary>
/// <param name="Status">HTTP status, 4xx or 5xx.</param>
/// <param name="Code">Stable; the detail is for people and may change.</param>
/// <param name="Detail">What to do. Holds nothing of an exception.</param>
public sealed record Problem(int Status, string Code, string Detail) : IResult
{
    public const string ContentType = "application/problem+json";

    /// <summary>How long to wait before trying again; rounded up to whole seconds.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What is wrong with which file; empty when the problem is not about files.</summary>
    public IReadOnlyList<UploadError> Errors { get; init; } = [];

    /// <summary>How to sign in; only with 401.</summary>
    public string? Challenge { get; init; }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        var response = httpContext.Response;
        if (response.HasStarted)
        {
            return;
        }

        response.StatusCode = Status;
        response.ContentType = ContentType;
        response.Headers.CacheControl = "no-store";
        response.Headers.ETag = default;
        if (RetryAfter is { } pause)
        {
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(pause.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        if (Challenge is not null)
        {
            response.Headers.WWWAuthenticate = Challenge;
        }

        var body = new ArrayBufferWriter<byte>();
        Write(body);
        response.ContentLength = body.WrittenCount;
        if (!HttpMethods.IsHead(httpContext.Request.Method))
        {
            await response.Body.WriteAsync(body.WrittenMemory, httpContext.RequestAborted);
        }
    }

    private void Write(IBufferWriter<byte> body)
    {
        using var json = new Utf8JsonWriter(body);
        json.WriteStartObject();
        json.WriteString("type", "about:blank");
        json.WriteString("title", TitleOf(Status));
        json.WriteNumber("status", Status);
        json.WriteString("code", Code);
        json.WriteString("detail", Detail);
        if (Errors.Count > 0)
        {
            json.WriteStartArray("errors");
            foreach (var error in Errors)
            {
                Write(json, error);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, UploadError error)
    {
        json.WriteStartObject();
        json.WriteString("code", error.Code);
        json.WriteString("detail", error.Message);
        if (error.File is { } index)
        {
            json.WriteNumber("file", index);
        }

        if (error.Name is not null)
        {
            json.WriteString("name", error.Name);
        }

        json.WriteEndObject();
    }

    private static string TitleOf(int status) => status switch
    {
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        409 => "Conflict",
        412 => "Precondition Failed",
        413 => "Content Too Large",
        415 => "Unsupported Media Type",
        416 => "Range Not Satisfiable",
        429 => "Too Many Requests",
        503 => "Service Unavailable",
        _ => "Internal Server Error",
    };
}

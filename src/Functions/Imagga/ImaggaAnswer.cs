using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Magpie.Functions.Http;
using Microsoft.AspNetCore.Http;

namespace Magpie.Functions.Imagga;

/// <summary>What an endpoint answers: a result, a picture, or an error; all in the API's envelope but the picture.</summary>
internal sealed class ImaggaAnswer : IResult
{
    private readonly Action<Utf8JsonWriter>? _result;

    private ImaggaAnswer(int status, string text, Action<Utf8JsonWriter>? result = null) => (Status, Text, _result) = (status, text, result);

    public int Status { get; }

    /// <summary>What to do about the error; empty when there is none.</summary>
    public string Text { get; }

    public bool IsError => Status >= StatusCodes.Status400BadRequest;

    /// <summary>Images that were looked at; what usage counts.</summary>
    public int Processed { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>How to sign in; only with 401.</summary>
    public string? Challenge { get; init; }

    /// <summary>A PNG in the place of JSON; null for none.</summary>
    public ReadOnlyMemory<byte>? Png { get; init; }

    /// <summary>The part of the envelope under <c>result</c>.</summary>
    public static ImaggaAnswer Ok<T>(T result, JsonTypeInfo<T> type, bool isProcessed = false) =>
        Ok(result, type, isProcessed ? 1 : 0);

    /// <summary>The same, of so many images that were looked at.</summary>
    public static ImaggaAnswer Ok<T>(T result, JsonTypeInfo<T> type, int processed) =>
        new(StatusCodes.Status200OK, "", json => JsonSerializer.Serialize(json, result, type)) { Processed = processed };

    /// <summary>Nothing but that it worked.</summary>
    public static ImaggaAnswer Done(string text = "") => new(StatusCodes.Status200OK, text);

    public static ImaggaAnswer Picture(ReadOnlyMemory<byte> png) => new(StatusCodes.Status200OK, "") { Png = png, Processed = 1 };

    public static ImaggaAnswer Error(int status, string text) => new(status, text);

    public static ImaggaAnswer BadRequest(string text) => Error(StatusCodes.Status400BadRequest, text);

    public static ImaggaAnswer Of(Problem problem) => new(problem.Status, problem.Detail) { RetryAfter = problem.RetryAfter, Challenge = problem.Challenge };

    /// <summary>The same, to where it goes.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        if (_result is not null)
        {
            json.WritePropertyName("result");
            _result(json);
        }

        json.WriteStartObject("status");
        json.WriteString("text", Text);
        json.WriteString("type", IsError ? "error" : "success");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        var response = httpContext.Response;
        if (response.HasStarted)
        {
            return;
        }

        var body = Png ?? ToJson();
        response.StatusCode = Status;
        response.ContentType = Png is null ? "application/json" : "image/png";
        response.ContentLength = body.Length;
        response.Headers.CacheControl = "no-store";
        if (RetryAfter is { } pause)
        {
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(pause.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        if (Challenge is not null)
        {
            response.Headers.WWWAuthenticate = Challenge;
        }

        if (!HttpMethods.IsHead(httpContext.Request.Method))
        {
            await response.Body.WriteAsync(body, httpContext.RequestAborted);
        }
    }

    /// <summary>The whole envelope.</summary>
    public ReadOnlyMemory<byte> ToJson()
    {
        var body = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(body))
        {
            Write(json);
        }

        return body.WrittenMemory;
    }
}

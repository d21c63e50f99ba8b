using System.Globalization;
using System.Text.Json.Serialization;
using Magpie.Functions.Http;
using Microsoft.AspNetCore.Http;

namespace Magpie.Functions.Clarifai.V1;

/// <summary>The answer of the tag endpoint; its members and their order are those of Clarifai's.</summary>
public sealed record V1TagResponse(string StatusCode, string StatusMsg, V1Meta Meta, IReadOnlyList<V1Result> Results);

/// <summary>How the tags came about.</summary>
public sealed record V1Meta(V1TagMeta Tag);

/// <summary>Which model, when.</summary>
/// <param name="Timestamp">Seconds since 1970, to the millisecond.</param>
/// <param name="Config">32 hexadecimal digits that stay the same while the model does.</param>
public sealed record V1TagMeta(double Timestamp, string Model, string Config);

/// <summary>One image or video.</summary>
/// <param name="Docid">The last 64 bits of <paramref name="DocidStr"/>.</param>
/// <param name="Url">As it was asked for; missing for a file that was sent.</param>
/// <param name="DocidStr">32 hexadecimal digits made from the bytes; of the URL where there are none.</param>
public sealed record V1Result(
    ulong Docid, string? Url, string StatusCode, string StatusMsg, string LocalId, V1ResultBody Result, string DocidStr);

/// <summary>The tags, or why there are none.</summary>
public sealed record V1ResultBody(V1Tag? Tag, string? Error = null);

/// <summary>The tags of an image or of a video.</summary>
[JsonDerivedType(typeof(V1ImageTag))]
[JsonDerivedType(typeof(V1VideoTag))]
public abstract record V1Tag;

/// <summary>By falling probability.</summary>
public sealed record V1ImageTag(IReadOnlyList<string> ConceptIds, IReadOnlyList<string> Classes, IReadOnlyList<double> Probs) : V1Tag;

/// <summary>A row a sampled second.</summary>
/// <param name="Timestamps">Seconds from the start.</param>
public sealed record V1VideoTag(
    IReadOnlyList<double> Timestamps,
    IReadOnlyList<IReadOnlyList<string>> ConceptIds,
    IReadOnlyList<IReadOnlyList<string>> Classes,
    IReadOnlyList<IReadOnlyList<double>> Probs) : V1Tag;

/// <summary>What went wrong with a whole request.</summary>
public sealed record V1ErrorResponse(string StatusCode, string StatusMsg);

/// <summary>An error in v1's shape.</summary>
internal sealed class V1ErrorAnswer(int status, string code, string message, TimeSpan? retryAfter) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (retryAfter is { } pause)
        {
            var seconds = Math.Ceiling(pause.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            httpContext.Response.Headers.RetryAfter = seconds;
            httpContext.Response.Headers["X-Throttle-Wait-Seconds"] = seconds;
        }

        if (status == StatusCodes.Status401Unauthorized)
        {
            httpContext.Response.Headers.WWWAuthenticate = "Bearer realm=\"Magpie\"";
        }

        return new JsonAnswer<V1ErrorResponse>(new(code, message), ClarifaiJson.Default.V1ErrorResponse, status).ExecuteAsync(httpContext);
    }
}

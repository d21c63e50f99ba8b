using System.Globalization;
using System.Text.Json.Serialization;
using Magpie.Functions.Http;
using Microsoft.AspNetCore.Http;

namespace Magpie.Functions.Multipart;

/// <summary>The Go service's answer to an upload.</summary>
/// <param name="Tags">The user's first, then the models'.</param>
public sealed record GoUploadResponse(
    bool Success, string Url, [property: JsonPropertyName("public_id")] string PublicId, IReadOnlyList<string> Tags);

/// <summary>The Go service's answer to what it cannot do.</summary>
public sealed record GoErrorResponse(string Error);

/// <summary>An error in the Go service's shape, with <c>Retry-After</c> where waiting helps.</summary>
internal sealed class GoErrorAnswer(FormError error, TimeSpan? retryAfter) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (retryAfter is { } pause)
        {
            httpContext.Response.Headers.RetryAfter = Math.Ceiling(pause.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        return new JsonAnswer<GoErrorResponse>(new(error.Message), MagpieJson.Default.GoErrorResponse, error.Status).ExecuteAsync(httpContext);
    }
}

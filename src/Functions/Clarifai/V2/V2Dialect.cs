using System.Globalization;
using Magpie.Functions.Http;
using Microsoft.AspNetCore.Http;

namespace Magpie.Functions.Clarifai.V2;

/// <summary>Version 2: <c>{"status":{"code","description","details"}}</c>.</summary>
public sealed class V2Dialect : IApiDialect
{
    private static readonly HashSet<string> First = new(StringComparer.OrdinalIgnoreCase)
    {
        "inputs", "searches", "annotations", "annnotations", "concepts", "models", "token", "users", "workflows",
    };

    /// <summary>What is under <c>/v2</c> and Clarifai's: the version is shared with another API.</summary>
    public bool Speaks(PathString path) =>
        path.StartsWithSegments("/v2", StringComparison.OrdinalIgnoreCase, out var rest) && First.Contains((rest.Value ?? "").Trim('/').Split('/')[0]);

    public string? Authorization(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Headers.Authorization;
    }

    public IResult Say(Problem problem, HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(problem);
        var (code, details) = problem.Status switch
        {
            StatusCodes.Status401Unauthorized when string.IsNullOrEmpty(Authorization(request)) => (
                V2Code.InvalidRequest, "Empty or malformed authorization header. Please provide an API key or session token."),
            StatusCodes.Status401Unauthorized => (V2Code.KeyNotFound, "API key not found. Send \"Key\", the key, a dot and its secret; or an access token that is still valid."),
            StatusCodes.Status403Forbidden => (V2Code.InsufficientScopes, problem.Detail),
            StatusCodes.Status404NotFound => (V2Code.NotFound, problem.Detail),
            StatusCodes.Status405MethodNotAllowed => (V2Code.MethodNotAllowed, problem.Detail),
            StatusCodes.Status413PayloadTooLarge => (V2Code.TooLarge, problem.Detail),
            StatusCodes.Status429TooManyRequests => (V2Code.Throttled, problem.Detail),
            StatusCodes.Status503ServiceUnavailable => (V2Code.TryAgain, problem.Detail),
            >= StatusCodes.Status500InternalServerError => (V2Code.Internal, problem.Detail),
            _ => (V2Code.BadFormat, problem.Detail),
        };
        return new V2ErrorAnswer(problem.Status, code.ToStatus(details), problem.RetryAfter);
    }
}

/// <summary>An answer that is a status alone.</summary>
public sealed record V2StatusResponse(V2Status Status);

/// <summary>An error in v2's shape.</summary>
internal sealed class V2ErrorAnswer(int http, V2Status status, TimeSpan? retryAfter) : IResult
{
    public static V2ErrorAnswer Of(V2Exception error) => new(error.Http, error.Code.ToStatus(error.Message), error.RetryAfter);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (retryAfter is { } pause)
        {
            httpContext.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(pause.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        if (http == StatusCodes.Status401Unauthorized)
        {
            httpContext.Response.Headers.WWWAuthenticate = "Key realm=\"Magpie\"";
        }

        return new JsonAnswer<V2StatusResponse>(new(status), ClarifaiJson.Default.V2StatusResponse, http).ExecuteAsync(httpContext);
    }
}

using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Magpie.Functions.Http;

/// <summary>Lets pages of the allowed origins call, and answers their preflights (Fetch standard, CORS protocol).</summary>
public sealed class CorsMiddleware(CorsOptions options) : IFunctionsWorkerMiddleware
{
    private const string Methods = "GET, HEAD, POST, PUT, PATCH, DELETE";
    private const string RequestHeaders = "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Range, X-Clarifai-Client";
    private const string ResponseHeaders = "ETag, Retry-After, Content-Range, WWW-Authenticate";

    /// <summary>Seconds a browser remembers a preflight; two hours is the most that browsers accept.</summary>
    private const string MaxAge = "7200";

    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        if (context.GetHttpContext() is not { } http)
        {
            return next(context);
        }

        var headers = http.Response.Headers;
        headers.Vary = "Origin";
        var origin = http.Request.Headers.Origin.ToString();
        var allowed = origin.Length > 0 && options.Allows(origin);
        if (allowed)
        {
            headers.AccessControlAllowOrigin = options.AllowsAny ? "*" : origin;
            headers.AccessControlExposeHeaders = ResponseHeaders;
        }

        if (!HttpMethods.IsOptions(http.Request.Method))
        {
            return next(context);
        }

        if (allowed && http.Request.Headers.AccessControlRequestMethod.Count > 0)
        {
            headers.AccessControlAllowMethods = Methods;
            headers.AccessControlAllowHeaders = RequestHeaders;
            headers.AccessControlMaxAge = MaxAge;
        }

        context.GetInvocationResult().Value = StatusAnswer.NoContent;
        return Task.CompletedTask;
    }
}

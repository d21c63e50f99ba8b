using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Magpie.Functions.Http;

/// <summary>Headers of every answer: nothing is sniffed, framed or run. The page allows itself more.</summary>
public sealed class SecurityHeadersMiddleware : IFunctionsWorkerMiddleware
{
    /// <summary>For what is no page.</summary>
    private const string NothingRuns = "default-src 'none'; frame-ancestors 'none'; sandbox";

    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        if (context.GetHttpContext()?.Response.Headers is { } headers)
        {
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            headers.ContentSecurityPolicy = NothingRuns;
            headers["Referrer-Policy"] = "same-origin";
        }

        return next(context);
    }
}

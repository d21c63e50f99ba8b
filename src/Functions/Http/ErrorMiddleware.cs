using Azure;
using Magpie.Functions.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace Magpie.Functions.Http;

/// <summary>Turns what was thrown into a problem. Without it the host answers 200 and nothing.</summary>
public sealed partial class ErrorMiddleware(ApiDialects dialects, ILogger<ErrorMiddleware> logger) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        if (context.GetHttpContext() is not { } http)
        {
            await next(context);
            return;
        }

        try
        {
            await next(context);
        }
        catch (Exception exception)
        {
            var answer = Map(exception, context, http);
            context.GetInvocationResult().Value = answer is Problem problem ? dialects.Say(problem, http.Request) : answer;
        }
    }

    private IResult Map(Exception exception, FunctionContext context, HttpContext http)
    {
        var function = context.FunctionDefinition.Name;
        switch (exception)
        {
            case not null when http.RequestAborted.IsCancellationRequested:
                return StatusAnswer.ClientClosed;
            case OperationCanceledException when context.CancellationToken.IsCancellationRequested:
                return Problems.Stopping;
            case BadHttpRequestException bad:
                return new Problem(bad.StatusCode, "bad-request", "The request could not be read.");
            case not null when StorageFailures.MayBeAway(exception):
                Log.StorageFailed(logger, function, Describe(exception));
                return Problems.StorageUnavailable;
            default:
                Log.Failed(logger, exception, function);
                return Problems.Internal;
        }
    }

    private static string Describe(Exception exception) => exception switch
    {
        RequestFailedException failed => $"{failed.Status} {failed.ErrorCode}",
        AggregateException { InnerExceptions: [.., var last] } => Describe(last),
        _ => exception.GetType().Name,
    };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Function {Function} failed")]
        public static partial void Failed(ILogger logger, Exception? exception, string function);

        [LoggerMessage(2, LogLevel.Warning, "Function {Function} could not reach storage: {Reason}")]
        public static partial void StorageFailed(ILogger logger, string function, string reason);
    }
}

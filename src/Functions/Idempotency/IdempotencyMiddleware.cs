using Azure;
using Magpie.Functions.Http;
using Magpie.Functions.Uploads;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace Magpie.Functions.Idempotency;

/// <summary>
/// <c>Idempotency-Key</c> on POST: the same key and body are done once and answered the same for a day. Reservations keep their own, which
/// gives fresh URLs with the same ids; a renewal changes nothing, and its answer, a signed URL, is stored nowhere.
/// </summary>
public sealed partial class IdempotencyMiddleware(AnswerStore answers, ILogger<IdempotencyMiddleware> logger) : IFunctionsWorkerMiddleware
{
    private static readonly Problem InProgress = new(
        StatusCodes.Status409Conflict, "idempotency-in-progress", "The same request is being worked on. Ask again in a moment for its answer.")
    {
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        if (context.GetHttpContext() is not { } http || !IsCovered(context.FunctionDefinition.Name, http.Request))
        {
            await next(context);
            return;
        }

        var (key, problem) = IdempotencyKey.Read(http.Request);
        if (problem is not null || key is null)
        {
            context.GetInvocationResult().Value = problem;
            return;
        }

        var (body, tooLarge) = await JsonBody.BufferAsync(http.Request, http.RequestAborted);
        if (tooLarge is not null)
        {
            context.GetInvocationResult().Value = tooLarge;
            return;
        }

        var identity = RequestIdentity.Of(http.GetCaller(), http.Request, key, body.Span);
        switch (await answers.ClaimAsync(identity, context.CancellationToken))
        {
            case AnswerClaim.Taken taken:
                await RunAsync(context, http, taken, next);
                break;
            case AnswerClaim.Answered answered:
                context.GetInvocationResult().Value = answered.Answer;
                break;
            case AnswerClaim.OtherBody:
                context.GetInvocationResult().Value = IdempotencyKey.Reused;
                break;
            default:
                context.GetInvocationResult().Value = InProgress;
                break;
        }
    }

    private static bool IsCovered(string function, HttpRequest request) =>
        HttpMethods.IsPost(request.Method)
        && request.Headers.ContainsKey(IdempotencyKey.Header)
        && request.Path.StartsWithSegments("/api", StringComparison.Ordinal)
        && !request.Path.StartsWithSegments("/api/v1", StringComparison.Ordinal)
        && function is not (UploadFunctions.Create or UploadFunctions.Renew);

    private async Task RunAsync(FunctionContext context, HttpContext http, AnswerClaim.Taken taken, FunctionExecutionDelegate next)
    {
        StoredAnswer? kept = null;
        try
        {
            await next(context);
            if (context.GetInvocationResult().Value is IResult result)
            {
                kept = await StoredAnswer.OfAsync(http.Features.Get<AnswerForRepeats>()?.Result ?? result, http);
            }
        }
        finally
        {
            // The request is over, whatever became of its client: only what was done is remembered.
            await SettleAsync(taken, kept, context.FunctionDefinition.Name);
        }
    }

    private async Task SettleAsync(AnswerClaim.Taken taken, StoredAnswer? kept, string function)
    {
        try
        {
            await (kept is null ? answers.ReleaseAsync(taken, CancellationToken.None) : answers.KeepAsync(taken, kept, CancellationToken.None));
        }
        catch (Exception exception) when (exception is RequestFailedException or AggregateException)
        {
            Log.NotKept(logger, function, exception.GetType().Name);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The answer of {Function} could not be kept for a repeat ({Reason})")]
        public static partial void NotKept(ILogger logger, string function, string reason);
    }
}

using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Gives the invocation its <see cref="HttpContext"/>, and writes the result when all middleware inside is through.</summary>
internal static partial class HttpFunctionMiddleware
{
    public const string HttpContextKey = "HttpRequestContext";

    public static FunctionExecutionDelegate Around(FunctionExecutionDelegate next) => context =>
        ((InvocationContext)context).Http is { } http ? InvokeAsync(context, http, next) : next(context);

    private static async Task InvokeAsync(FunctionContext context, HttpContext http, FunctionExecutionDelegate next)
    {
        context.Items[HttpContextKey] = http;
        await next(context);
        switch (((InvocationContext)context).Result)
        {
            case IResult result:
                await result.ExecuteAsync(http);
                break;
            case null:
                break;
            case var other:
                await ExecuteActionAsync(context, http, other);
                break;
        }
    }

    // Apart, so that an app without action results never loads MVC.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Task ExecuteActionAsync(FunctionContext context, HttpContext http, object other)
    {
        if (other is IActionResult action)
        {
            return ActionResults.ExecuteAsync(action, http);
        }

        var logger = context.InstanceServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(HttpFunctionMiddleware));
        Log.NoHttpResult(logger, context.FunctionDefinition.Name, other.GetType());
        return Task.CompletedTask;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Function {Function} returned a {Type}, which is no HTTP result: the answer is 200 and empty")]
        public static partial void NoHttpResult(ILogger logger, string function, Type type);
    }
}

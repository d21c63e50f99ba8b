using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs one invocation: a scope, the middleware, the function.</summary>
internal sealed partial class FunctionInvoker(
    FunctionExecutionDelegate pipeline,
    IServiceScopeFactory scopes,
    InvocationLifetime lifetime,
    HostSettings settings,
    TimeProvider time,
    ILogger<FunctionInvoker> logger)
{
    private static readonly ActivitySource Activities = new("Microsoft.Azure.Functions.Worker");

    /// <summary>The innermost step of the pipeline: binds the parameters and calls the method.</summary>
    public static async Task RunBodyAsync(FunctionContext context)
    {
        var invocation = (InvocationContext)context;
        var arguments = await ArgumentBinder.BindAsync(invocation);
        invocation.Result = await invocation.Function.Body.RunAsync(invocation.InstanceServices, arguments);
    }

    /// <summary>Runs the function once. Failures are logged and answered, never thrown.</summary>
    /// <returns>Null when it succeeded.</returns>
    public async Task<Exception?> InvokeAsync(
        FunctionDescriptor function, TriggerInput input, HttpContext? http = null, CancellationToken cancellationToken = default)
    {
        lifetime.Enter();
        try
        {
            return await RunAsync(function, input, http, cancellationToken);
        }
        finally
        {
            lifetime.Leave();
        }
    }

    private async Task<Exception?> RunAsync(FunctionDescriptor function, TriggerInput input, HttpContext? http, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(settings.FunctionTimeout, time);
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, lifetime.Ended, cancellationToken);
        using var activity = Activities.StartActivity("Invoke");
        activity?.SetTag("faas.name", function.Name);
        await using var scope = scopes.CreateAsyncScope();
        var context = new InvocationContext(function, input, http, scope.ServiceProvider, NewInvocationId(), cancelled.Token);
        activity?.SetTag("faas.invocation_id", context.InvocationId);
        try
        {
            http?.RequestServices = scope.ServiceProvider;
            await pipeline(context);
            return null;
        }
        catch (Exception failure) when (timeout.IsCancellationRequested && failure is OperationCanceledException)
        {
            var late = new TimeoutException($"Function '{function.Name}' ran longer than {settings.FunctionTimeout} (functionTimeout in host.json).", failure);
            activity?.SetStatus(ActivityStatusCode.Error, late.Message);
            Log.Failed(logger, late, function.Name, context.InvocationId);
            return late;
        }
        catch (Exception failure)
        {
            if (!input.IsGone(failure))
            {
                activity?.SetStatus(ActivityStatusCode.Error, failure.Message);
                Log.Failed(logger, failure, function.Name, context.InvocationId);
            }

            return failure;
        }
    }

    private static string NewInvocationId()
    {
        Span<byte> random = stackalloc byte[16];
        RandomNumberGenerator.Fill(random);
        return new Guid(random).ToString();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Function {Function} failed (invocation {InvocationId})")]
        public static partial void Failed(ILogger logger, Exception failure, string function, string invocationId);
    }
}

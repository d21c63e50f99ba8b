using Magpie.Accounts;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Magpie.Functions.Http;

/// <summary>Lets a request through when it is allowed to be made and the account has not asked too much.</summary>
public sealed class AuthenticationMiddleware(Authenticator authenticator, RequestLimiter limiter, ApiDialects dialects) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        if (context.GetHttpContext() is { } http && !RouteAccess.IsPublic(context.FunctionDefinition.Name))
        {
            var caller = await authenticator.AuthenticateAsync(dialects.Authorization(http.Request), http.RequestAborted);
            if (Refusal(caller, context.FunctionDefinition.Name) is { } problem)
            {
                context.GetInvocationResult().Value = dialects.Say(problem, http.Request);
                return;
            }

            http.SetCaller(caller!);
        }

        await next(context);
    }

    private Problem? Refusal(Caller? caller, string function) => caller switch
    {
        null => Problems.Unauthorized,
        _ when limiter.Take(caller.Account) is { } pause => Problems.TooManyRequests(pause),
        { Kind: CredentialKind.Publishable } when !RouteAccess.IsForPublishableKeys(function) => Problems.Forbidden,
        _ => null,
    };
}

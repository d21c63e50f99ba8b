using Magpie.Accounts;
using Magpie.Functions.Http;
using Microsoft.AspNetCore.Http;

namespace Magpie.Functions.Clarifai.V1;

/// <summary>Version 1: tokens also as a parameter, errors with a word for a code.</summary>
public sealed class V1Dialect(TimeProvider time) : IApiDialect
{
    private const string Parameter = "access_token";

    public bool Speaks(PathString path) => path.StartsWithSegments("/v1", StringComparison.OrdinalIgnoreCase);

    public string? Authorization(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Headers.Authorization is [{ Length: > 0 } header] ? header
            : request.Query[Parameter] is [{ Length: > 0 } token] ? $"Bearer {token}"
            : null;
    }

    public IResult Say(Problem problem, HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(problem);
        var (code, message) = problem.Status switch
        {
            StatusCodes.Status401Unauthorized => Unauthorized(Authorization(request)),
            StatusCodes.Status403Forbidden => ("TOKEN_NO_SCOPE", "Token does not have the required scope to access resources."),
            StatusCodes.Status429TooManyRequests => ("THROTTLED", problem.Detail),
            >= StatusCodes.Status500InternalServerError => ("SERVER_ERROR", problem.Detail),
            _ => ("CLIENT_ERROR", problem.Detail),
        };
        return new V1ErrorAnswer(problem.Status, code, message, problem.RetryAfter);
    }

    private (string Code, string Message) Unauthorized(string? authorization) => AuthorizationHeader.Parse(authorization) switch
    {
        null when string.IsNullOrEmpty(authorization) => ("TOKEN_NONE", "Authentication credentials were not provided in request."),
        { Token: { } token } when token.ExpiresAt <= time.GetUtcNow() => (
            "TOKEN_EXPIRED", "Token has expired, you must generate a new access token."),
        { Secret: not null } => (
            "TOKEN_APP_INVALID", "Application for this token is not valid. Please ensure that you are using ID and SECRET from same application."),
        _ => ("TOKEN_INVALID", "Token is not valid. Please use valid tokens for a application in your account."),
    };
}

using System.Text;
using Magpie.Accounts;
using Magpie.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Magpie.Functions.Clarifai;

/// <summary>An access token, as OAuth 2 answers it (RFC 6749, 5.1).</summary>
/// <param name="ExpiresIn">Seconds.</param>
public sealed record TokenResponse(string AccessToken, int ExpiresIn, string Scope, string TokenType);

/// <summary>Answers a request for an access token by client credentials (RFC 6749, 4.4): Basic, or id and secret in a form.</summary>
public sealed class TokenRequest(Authenticator authenticator, RequestLimiter limiter, ApiDialects dialects)
{
    private const string Scope = "api_access_write api_access api_access_read";

    private static readonly FormOptions Limits = new() { ValueCountLimit = 16, KeyLengthLimit = 64, ValueLengthLimit = 1024, BufferBodyLengthLimit = 16 * 1024 };

    private static readonly Problem WrongGrant =
        Problems.BadRequest("unsupported-grant", "\"grant_type\" must be \"client_credentials\", with \"client_id\" and \"client_secret\" in a form or as Basic.");

    public async Task<IResult> AnswerAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!HttpMethods.IsPost(request.Method))
        {
            return dialects.Say(ClarifaiProblems.MethodNotAllowed, request);
        }

        var form = await ReadAsync(request, cancellationToken);
        if (form is null || (form.TryGetValue("grant_type", out var grant) && grant != "client_credentials"))
        {
            return dialects.Say(WrongGrant, request);
        }

        var authorization = form.TryGetValue("client_id", out var id) && form.TryGetValue("client_secret", out var secret)
            ? "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{id}:{secret}"))
            : request.Headers.Authorization.ToString();

        // A refusal speaks of what came, wherever it came.
        request.Headers.Authorization = authorization;
        return await authenticator.IssueTokenAsync(authorization, cancellationToken) switch
        {
            null => dialects.Say(Problems.Unauthorized, request),
            { } issued when limiter.Take(issued.Caller.Account) is { } pause => dialects.Say(Problems.TooManyRequests(pause), request),
            { } issued => new JsonAnswer<TokenResponse>(
                new(issued.Token, (int)Authenticator.TokenLifetime.TotalSeconds, Scope, "Bearer"), ClarifaiJson.Default.TokenResponse),
        };
    }

    /// <summary>Empty where there is none, null where what came cannot be read.</summary>
    private static async Task<IFormCollection?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) != true)
        {
            return FormCollection.Empty;
        }

        try
        {
            return await request.ReadFormAsync(Limits, cancellationToken);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}

using Magpie.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Magpie.Functions.Clarifai.V1;

/// <summary>Version 1 of Clarifai's API: a token, and the tags of images and videos.</summary>
public sealed class V1Functions(V1TagRoute tag, TokenRequest token, ApiDialects dialects)
{
    public const string Token = "ClarifaiV1Token";
    public const string Rest = "ClarifaiV1";

    [Function(Token)]
    public Task<IResult> TokenAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "v1/token")] HttpRequest request, CancellationToken cancellationToken) =>
        token.AnswerAsync(request, cancellationToken);

    [Function(Rest)]
    public Task<IResult> RestAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "v1/{*path}")] HttpRequest request, string? path, CancellationToken cancellationToken) =>
        (path?.Trim('/'), request.Method) switch
        {
            ("tag", "GET" or "POST") => tag.AnswerAsync(request, cancellationToken),
            ("tag", _) => Task.FromResult(dialects.Say(ClarifaiProblems.MethodNotAllowed, request)),
            _ => Task.FromResult(dialects.Say(Problems.NotFound, request)),
        };
}

using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Magpie.Functions.Clarifai.V2;

/// <summary>Version 2 of Clarifai's API: a function for each first part of a path, because the version is shared; one table of routes behind them.</summary>
public sealed class V2Functions(V2Api api, TokenRequest token)
{
    public const string Token = "ClarifaiV2Token";
    public const string AppToken = "ClarifaiV2AppToken";
    public const string Inputs = "ClarifaiV2Inputs";
    public const string Annotations = "ClarifaiV2Annotations";
    public const string MisspeltAnnotations = "ClarifaiV2Annnotations";
    public const string Searches = "ClarifaiV2Searches";
    public const string Concepts = "ClarifaiV2Concepts";
    public const string Models = "ClarifaiV2Models";
    public const string Apps = "ClarifaiV2Apps";
    public const string Workflows = "ClarifaiV2Workflows";

    [Function(Token)]
    public Task<IResult> TokenAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = "v2/token")] HttpRequest request, CancellationToken cancellationToken) =>
        token.AnswerAsync(request, cancellationToken);

    [Function(AppToken)]
    public Task<IResult> AppTokenAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "v2/users/{user}/apps/{app}/token")] HttpRequest request, CancellationToken cancellationToken) =>
        token.AnswerAsync(request, cancellationToken);

    [Function(Inputs)]
    public Task<IResult> InputsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "v2/inputs/{*path}")] HttpRequest request, CancellationToken cancellationToken) =>
        api.AnswerAsync(request, cancellationToken);

    [Function(Annotations)]
    public Task<IResult> AnnotationsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "v2/annotations/{*path}")] HttpRequest request, CancellationToken cancellationToken) =>
        api.AnswerAsync(request, cancellationToken);

    /// <summary>As Clarifai's guide spells it.</summary>
    [Function(MisspeltAnnotations)]
    public Task<IResult> MisspeltAnnotationsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "v2/annnotations/{*path}")] HttpRequest request, CancellationToken cancellationToken) =>
        api.AnswerAsync(request, cancellationToken);

    [Function(Searches)]
    public Task<IResult> SearchesAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "v2/searches/{*path}")] HttpRequest request, CancellationToken cancellationToken) =>
        api.AnswerAsync(request, cancellationToken);

    [Function(Concepts)]
    public Task<IResult> ConceptsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "v2/concepts/{*path}")] HttpRequest request, CancellationToken cancellationToken) =>
        api.AnswerAsync(request, cancellationToken);

    [Function(Models)]
    public Task<IResult> ModelsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "v2/models/{*path}")] HttpRequest request, CancellationToken cancellationToken) =>
        api.AnswerAsync(request, cancellationToken);

    [Function(Apps)]
    public Task<IResult> AppsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "v2/users/{*path}")] HttpRequest request, CancellationToken cancellationToken) =>
        api.AnswerAsync(request, cancellationToken);

    [Function(Workflows)]
    public Task<IResult> WorkflowsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "v2/workflows/{*path}")] HttpRequest request, CancellationToken cancellationToken) =>
        api.AnswerAsync(request, cancellationToken);
}

using Magpie.Accounts;
using Magpie.Functions.Http;
using Magpie.Functions.Multipart;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Magpie.Functions.Clarifai.V2;

/// <summary>Finds what answers a request, with or without <c>users/{user}/apps/{app}</c> in its path, and turns what goes wrong into v2's shape.</summary>
public sealed class V2Api
{
    /// <summary>Bytes of a body from which on it waits for its turn.</summary>
    private const long LargeBody = 1 << 20;

    private static readonly TimeSpan BusyPause = TimeSpan.FromSeconds(5);

    private readonly V2Handlers _handlers;
    private readonly UploadGate _gate;
    private readonly ApiDialects _dialects;

    internal V2Api(V2Handlers handlers, UploadGate gate, ApiDialects dialects) => (_handlers, _gate, _dialects) = (handlers, gate, dialects);

    public async Task<IResult> AnswerAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var path = PathOf(request);
        var matches = V2Route.All.Select(route => (Route: route, Variables: route.Match(path))).Where(match => match.Variables is not null).ToArray();
        if (matches.Length == 0)
        {
            return _dialects.Say(Problems.NotFound, request);
        }

        var (route, variables) = matches.FirstOrDefault(match => match.Route.Method == request.Method);
        if (route is null)
        {
            return _dialects.Say(ClarifaiProblems.MethodNotAllowed, request);
        }

        if (request.HttpContext.GetCaller().Kind == CredentialKind.Publishable && !route.IsForPublishableKeys)
        {
            return _dialects.Say(Problems.Forbidden, request);
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, request.HttpContext.RequestAborted);
        using var place = IsLarge(request) ? await _gate.EnterAsync(request.ContentLength, ended.Token) : null;
        if (place is null && IsLarge(request))
        {
            return _dialects.Say(Problems.Stopping with { Detail = "Too much at once. Try again in a few seconds.", RetryAfter = BusyPause }, request);
        }

        try
        {
            return await route.Answer(_handlers, new V2Call(request, variables!, cancellationToken), ended.Token);
        }
        catch (V2Exception error)
        {
            return V2ErrorAnswer.Of(error);
        }
    }

    /// <summary>Also where it does not say how large it is.</summary>
    private static bool IsLarge(HttpRequest request) =>
        request.ContentLength is > LargeBody
        || (request.ContentLength is null && request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody != false);

    /// <summary>What comes after <c>/v2</c>, and after user and app, which are whoever the key belongs to.</summary>
    private static string[] PathOf(HttpRequest request)
    {
        string[] segments = [.. request.Path.Value!.Trim('/').Split('/').Skip(1).Select(Decode)];
        return segments is ["users", _, "apps", _, .. var rest] ? rest : segments;
    }

    // The server leaves a slash within a segment as it came.
    private static string Decode(string segment) => segment.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}

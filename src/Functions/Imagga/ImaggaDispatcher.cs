using Magpie.Accounts;
using Magpie.Assets;
using Magpie.Fetching;
using Magpie.Functions.Http;
using Magpie.Functions.Imagga.Jobs;
using Magpie.Functions.Multipart;
using Magpie.Ingest;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Magpie.Functions.Imagga;

/// <summary>Takes a request to the endpoint that answers it: route, what is accepted, limits, parameters, and once it is answered, usage.</summary>
public sealed class ImaggaDispatcher
{
    /// <summary>How long a request that is answered may wait to be counted.</summary>
    private static readonly TimeSpan CountLimit = TimeSpan.FromSeconds(30);

    private readonly ImaggaRoute[] _routes;
    private readonly ImaggaRequestReader _reader;
    private readonly IImageFetcher _fetcher;
    private readonly UploadStore _uploads;
    private readonly FaceStore _faces;
    private readonly UploadGate _gate;
    private readonly UsageLimits _limits;
    private readonly UsageStore _usage;
    private readonly TicketStore _tickets;
    private readonly TimeProvider _time;
    private readonly ByteBudget _memory;

    internal ImaggaDispatcher(
        IEnumerable<IImaggaEndpoints> endpoints,
        ImaggaRequestReader reader,
        IImageFetcher fetcher,
        UploadStore uploads,
        FaceStore faces,
        UploadGate gate,
        UsageLimits limits,
        UsageStore usage,
        TicketStore tickets,
        TimeProvider time,
        ByteBudget memory)
    {
        _routes = [.. endpoints.SelectMany(part => part.Routes)];
        (_reader, _fetcher, _uploads, _faces, _gate) = (reader, fetcher, uploads, faces, gate);
        (_limits, _usage, _tickets, _time, _memory) = (limits, usage, tickets, time, memory);
    }

    /// <summary>Every route.</summary>
    internal IReadOnlyList<ImaggaRoute> Routes => _routes;

    /// <summary>Answers a request of a caller who is known.</summary>
    public async Task<IResult> AnswerAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, request.HttpContext.RequestAborted);
        var caller = request.HttpContext.GetCaller();
        var account = caller.Account;
        var (route, variables, refusal) = Find(request);
        if (refusal is not null)
        {
            return refusal;
        }

        using var place = route!.IsTechnology ? _limits.Enter(account) : null;
        if (route.IsTechnology && place is null)
        {
            return ImaggaAnswer.Of(new(
                StatusCodes.Status429TooManyRequests, "concurrency-limit", "The account has as many requests under way as it may. Wait a second and try again.")
            {
                RetryAfter = TimeSpan.FromSeconds(1),
            });
        }

        if ((route.IsTechnology ? await _limits.RefusalAsync(account, ended.Token) : null) is { } used)
        {
            return used;
        }

        return await CountedAsync(request, caller, route, variables!, ended.Token);
    }

    /// <summary>Removes what was kept for a day.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        await _uploads.SweepAsync(cancellationToken);
        await _faces.SweepAsync(cancellationToken);
        await _usage.SweepAsync(cancellationToken);
        await _tickets.SweepAsync(cancellationToken);
    }

    /// <summary>Answers one of a batch: the parameters are all there is. Counted under an id of its own, so once however often it is asked.</summary>
    internal async Task<ImaggaAnswer> AnswerAsync(
        JobMessage batch, string requestId, ImaggaRoute route, IReadOnlyDictionary<string, string> variables, ImaggaParameters parameters, CancellationToken cancellationToken)
    {
        var account = batch.Account;
        await using var images = new ImaggaImages(account, parameters, new Dictionary<string, ReceivedFile>(StringComparer.Ordinal), _fetcher, _uploads, _memory);
        var answer = await _limits.RefusalAsync(account, cancellationToken)
            ?? await route.AnswerAsync(new ImaggaCall(account, HttpMethods.Get, variables, parameters, images, default) { Key = batch.Key }, cancellationToken);
        await CountAsync(account, requestId, answer.Processed);
        return answer;
    }

    private async Task<ImaggaAnswer> CountedAsync(
        HttpRequest request, Caller caller, ImaggaRoute route, IReadOnlyDictionary<string, string> variables, CancellationToken cancellationToken)
    {
        var id = AssetId.New(_time);
        var parameters = new ImaggaParameters();
        var files = new Dictionary<string, ReceivedFile>(StringComparer.Ordinal);
        await using var images = new ImaggaImages(caller.Account, parameters, files, _fetcher, _uploads, _memory);
        ImaggaAnswer answer;
        try
        {
            answer = await ReadAndAnswerAsync(request, caller, route, variables, parameters, files, images, cancellationToken);
        }
        catch when (request.HttpContext.RequestAborted.IsCancellationRequested)
        {
            // What was seen may be kept already: in an index, or as the ids of faces.
            await CountAsync(caller.Account, id, images.Seen);
            throw;
        }

        await CountAsync(caller.Account, id, answer.Processed);
        return answer;
    }

    /// <summary>Counts what was done, whether or not somebody still waits for the answer.</summary>
    private async Task CountAsync(string account, string requestId, int processed)
    {
        using var limit = new CancellationTokenSource(CountLimit, _time);
        await _usage.CountAsync(account, requestId, processed, limit.Token);
    }

    private async Task<ImaggaAnswer> ReadAndAnswerAsync(
        HttpRequest request,
        Caller caller,
        ImaggaRoute route,
        IReadOnlyDictionary<string, string> variables,
        ImaggaParameters parameters,
        Dictionary<string, ReceivedFile> files,
        ImaggaImages images,
        CancellationToken cancellationToken)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            // Twice as much may come in, and is thrown away: a client that is cut off while it sends never sees what it is told.
            size.MaxRequestBodySize = 2 * _reader.MaxBody;
        }

        var hasBody = !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !HttpMethods.IsDelete(request.Method);
        using var room = hasBody ? await _gate.EnterAsync(request.ContentLength ?? ImaggaRequestReader.MemoryThreshold, cancellationToken) : null;
        if (hasBody && room is null)
        {
            return ImaggaAnswer.Of(Problems.Stopping with { Detail = "Too much is being sent at once. Try again in a few seconds.", RetryAfter = TimeSpan.FromSeconds(5) });
        }

        try
        {
            if (await _reader.ReadAsync(request, parameters, files, cancellationToken) is { } problem)
            {
                return problem;
            }

            return await ImaggaRequestReader.ReadJsonAsync(request, cancellationToken) is { } body
                ? await route.AnswerAsync(new ImaggaCall(caller.Account, request.Method, variables, parameters, images, body) { Key = caller.Key }, cancellationToken)
                : ImaggaAnswer.BadRequest("The JSON body is larger than 1 MiB.");
        }
        catch (NoRoomException)
        {
            return ImaggaAnswer.Error(StatusCodes.Status503ServiceUnavailable, "There is no room for large files just now. Try again later, or send a smaller one.");
        }
    }

    private (ImaggaRoute? Route, IReadOnlyDictionary<string, string>? Variables, ImaggaAnswer? Refusal) Find(HttpRequest request)
    {
        var segments = (request.Path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries)[1..];
        var method = HttpMethods.IsHead(request.Method) ? HttpMethods.Get : request.Method;
        var matches = _routes.Select(route => (Route: route, Variables: route.Match(segments))).Where(match => match.Variables is not null).ToList();
        if (matches.Count == 0)
        {
            return (null, null, ImaggaAnswer.Error(StatusCodes.Status404NotFound, "There is no such endpoint. Check the path."));
        }

        if (matches.Find(match => match.Route.Methods.Contains(method, StringComparer.OrdinalIgnoreCase)) is not { Route: { } route } found)
        {
            var allowed = matches.SelectMany(match => match.Route.Methods).Distinct(StringComparer.Ordinal).ToArray();
            request.HttpContext.Response.Headers.Allow = string.Join(", ", allowed);
            return (null, null, ImaggaAnswer.Error(StatusCodes.Status405MethodNotAllowed, $"This endpoint takes {string.Join(" and ", allowed)}."));
        }

        return IsAccepted(request)
            ? (route, found.Variables, null)
            : (null, null, ImaggaAnswer.Error(StatusCodes.Status406NotAcceptable, "Only JSON is answered. Send \"Accept: application/json\", or no \"Accept\" at all."));
    }

    private static bool IsAccepted(HttpRequest request) =>
        !MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted) || accepted.Count == 0 || accepted.Any(type =>
            type.Quality != 0 && (type.MatchesAllTypes || type.MediaType.Value is "application/*" or "application/json" or "text/json" or "image/*" or "image/png"));
}

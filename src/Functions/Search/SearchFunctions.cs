using Magpie.Accounts;
using Magpie.Assets;
using Magpie.Functions.Assets;
using Magpie.Functions.Http;
using Magpie.Search;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Magpie.Functions.Search;

/// <summary>Where assets are found again.</summary>
public sealed class SearchFunctions(Searcher searcher, ICatalogue catalogue)
{
    public const string Search = "Search";
    public const string Similar = "SimilarAssets";

    [Function(Search)]
    public async Task<IResult> SearchAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/search")] HttpRequest request, CancellationToken cancellationToken)
    {
        var caller = request.HttpContext.GetCaller();
        var (query, like, problem) = SearchRequest.Read(request.Query, caller);
        if (problem is not null)
        {
            return problem;
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, request.HttpContext.RequestAborted);
        return like is null
            ? await AnswerAsync(caller, query!, request, ended.Token)
            : await LikeAsync(caller, query!, like, request, ended.Token);
    }

    [Function(Similar)]
    public async Task<IResult> SimilarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/assets/{id:length(32)}/similar")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var (limit, problem) = SearchRequest.ReadLimit(request.Query);
        if (problem is not null)
        {
            return problem;
        }

        var caller = request.HttpContext.GetCaller();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, request.HttpContext.RequestAborted);

        // One more: the nearest of all is the asset itself.
        var query = new SearchQuery { Filter = new SearchFilter { UploadedBy = caller.OnlyUploadedBy }, Limit = limit + 1 };
        return await LikeAsync(caller, query, id, request, ended.Token, without: id);
    }

    private async Task<IResult> LikeAsync(
        Caller caller, SearchQuery query, string id, HttpRequest request, CancellationToken cancellationToken, string? without = null)
    {
        if (await catalogue.FindAsync(caller.Account, id, cancellationToken) is not { Asset: { State: not AssetState.Deleted } asset } || !caller.MaySee(asset))
        {
            return Problems.AssetNotFound;
        }

        return await searcher.FindEmbeddingAsync(caller.Account, id, cancellationToken) is { } embedding
            ? await AnswerAsync(caller, query with { Like = [new LikeRank(embedding.Model, [embedding.Vector])] }, request, cancellationToken, without)
            : new Problem(
                StatusCodes.Status409Conflict,
                "not-comparable",
                "Nothing is known of how this asset looks: it is not ready, or no model with an embedding was installed when it came. Tag it again, then ask again.");
    }

    private async Task<IResult> AnswerAsync(
        Caller caller, SearchQuery query, HttpRequest request, CancellationToken cancellationToken, string? without = null)
    {
        if (await searcher.SearchAsync(caller.Account, query, cancellationToken) is not SearchResult.Found { Page: var page })
        {
            return Problems.BadRequest("invalid-parameter", "\"cursor\" must be the \"cursor\" of a page of this very search.");
        }

        var origin = PublicHost.Of(request);
        var hits = page.Hits.Where(hit => hit.Asset.Id != without).Take(without is null ? query.Limit : query.Limit - 1)
            .Select(hit => SearchHitResponse.From(hit, origin));
        return new JsonAnswer<SearchResponse>(
            new([.. hits], without is null ? page.Cursor : null, page.IsComplete, page.ComparableShare is { } share ? Math.Round(share, 3) : null),
            MagpieJson.Default.SearchResponse);
    }
}

/// <summary>Hits, the best first.</summary>
/// <param name="Cursor">For the next page; null on the last.</param>
/// <param name="Complete">False while the account's index is being built: then there may be more.</param>
/// <param name="Comparable">Share of the account's assets that likeness could be judged of, 0 to 1; null when it was not asked for.</param>
public sealed record SearchResponse(IReadOnlyList<SearchHitResponse> Hits, string? Cursor, bool Complete, double? Comparable);

/// <summary>An asset that was found.</summary>
/// <param name="Score">0 to 1.</param>
/// <param name="Matches">Why.</param>
public sealed record SearchHitResponse(double Score, IReadOnlyList<SearchMatchResponse> Matches, AssetResponse Asset)
{
    public static SearchHitResponse From(SearchHit hit, string origin)
    {
        ArgumentNullException.ThrowIfNull(hit);
        return new(
            Math.Round(hit.Score, 4),
            [.. hit.Matches.Select(match => new SearchMatchResponse(match.Field, match.Text, match.Score))],
            AssetResponse.From(hit.Asset, origin));
    }
}

/// <summary>Why an asset was found.</summary>
/// <param name="Field"><c>tag</c>, <c>mlTag</c>, <c>parent</c>, <c>title</c>, <c>name</c>, <c>color</c> or <c>like</c>.</param>
/// <param name="Text">The tag, title, name or colour that matched; the model for <c>like</c>.</param>
/// <param name="Score">0 to 1.</param>
public sealed record SearchMatchResponse(string Field, string Text, double Score);

using Magpie.Assets;
using Magpie.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Magpie.Functions.Assets;

/// <summary>Where assets are read.</summary>
public sealed class AssetFunctions(ICatalogue catalogue, AssetWait wait)
{
    public const string Get = "GetAsset";
    public const string List = "ListAssets";
    public const string Statuses = "AssetStatuses";

    /// <summary>Point reads at once for one request.</summary>
    private const int ParallelReads = 16;

    [Function(Get)]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/assets/{id:length(32)}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var (limit, problem) = AssetQuery.ReadWait(request.Query);
        if (problem is not null)
        {
            return problem;
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, request.HttpContext.RequestAborted);
        return await wait.ReadAsync(request.HttpContext.GetCaller(), id, limit, request, ended.Token) switch
        {
            null => Problems.AssetNotFound,
            { } stored when EntityTag.IsKnown(request, stored) => StatusAnswer.NotModified(EntityTag.Of(stored)),
            { } stored => Answer(stored, request),
        };
    }

    [Function(List)]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/assets")] HttpRequest request, CancellationToken cancellationToken)
    {
        var caller = request.HttpContext.GetCaller();
        var (filter, problem) = AssetQuery.ReadFilter(request.Query, caller);
        if (problem is not null)
        {
            return problem;
        }

        var page = await catalogue.ListAsync(caller.Account, filter!, cancellationToken);
        return new JsonAnswer<AssetsResponse>(
            new([.. page.Assets.Select(asset => AssetResponse.From(asset, request))], page.Cursor), MagpieJson.Default.AssetsResponse);
    }

    [Function(Statuses)]
    public async Task<IResult> StatusesAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/assets/status")] HttpRequest request, CancellationToken cancellationToken)
    {
        var caller = request.HttpContext.GetCaller();
        var (ids, problem) = AssetQuery.ReadIds(request.Query);
        if (problem is not null)
        {
            return problem;
        }

        var found = new StatusResponse?[ids.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = ParallelReads, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, ids.Count, options, async (index, token) =>
        {
            if (await catalogue.FindAsync(caller.Account, ids[index], token) is { Asset: { State: not AssetState.Deleted } asset } && caller.MaySee(asset))
            {
                found[index] = new(asset.Id, asset.State.ToName(), asset.Error is { } error ? new(error.Code, error.Message) : null);
            }
        });
        return new JsonAnswer<StatusesResponse>(
            new([.. found.OfType<StatusResponse>()], [.. ids.Where((_, index) => found[index] is null)]), MagpieJson.Default.StatusesResponse);
    }

    internal static JsonAnswer<AssetResponse> Answer(StoredAsset stored, HttpRequest request) =>
        new(AssetResponse.From(stored.Asset, request), MagpieJson.Default.AssetResponse) { ETag = EntityTag.Of(stored) };
}

using Magpie.Assets;
using Magpie.Functions.Http;
using Magpie.Inputs;
using Magpie.Search;
using Microsoft.AspNetCore.Http;

namespace Magpie.Functions.Clarifai.V2;

/// <summary>Adds, reads and counts inputs.</summary>
internal sealed class V2Inputs(InputCreator creator, InputFinder finder, ICatalogue catalogue, SearchFreshness search, V2InputReader reader, V2InputText text)
{
    /// <summary>Inputs of one request that are fetched and worked on at once.</summary>
    private const int Parallel = 8;

    private const int PageSize = 200;

    /// <summary>Of each state; more are not counted.</summary>
    private const int MaxCounted = 10_000;

    public async Task<IResult> CreateAsync(V2Call call, CancellationToken cancellationToken)
    {
        var request = await call.ReadAsync(ClarifaiJson.Default.V2InputsRequest, cancellationToken);
        var asked = V2InputReader.InputsOf(request);
        var wanted = new List<(NewInput? Input, V2Exception? Error)>();
        foreach (var input in asked)
        {
            wanted.Add(await V2Sum.TryAsync(() => reader.ReadAsync(call.Caller, input, cancellationToken)));
        }

        V2Sum.ThrowIfAll([.. wanted.Select(read => read.Error)]);
        var answers = new V2Input[wanted.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = call.Stopping };
        await System.Threading.Tasks.Parallel.ForAsync(0, answers.Length, options, async (index, token) =>
            answers[index] = wanted[index] is { Input: { } input }
                ? await CreateAsync(call, asked[index], input, token)
                : Refused(asked[index].Id, asked[index].Data, wanted[index].Error!.Status));
        search.Added(call.Caller.Account);
        var (http, status) = V2Sum.Of([.. answers.Select(answer => answer.Status!.Code == V2Code.Downloaded.Number)]);
        return new JsonAnswer<V2InputsResponse>(new(status, answers), ClarifaiJson.Default.V2InputsResponse, http);
    }

    /// <summary>An input that is not taken, as it was sent but for its bytes.</summary>
    public static V2Input Refused(string? id, V2Data? data, V2Status status) => new()
    {
        Id = id,
        Data = new V2Data { Image = new V2Image { Url = (data?.Image ?? data?.Video)?.Url } },
        Status = status,
    };

    public async Task<IResult> ListAsync(V2Call call, CancellationToken cancellationToken)
    {
        var (skip, count) = call.Page(null);
        var assets = await TakeAsync(call, null, skip + count, cancellationToken);
        var inputs = await text.OfAsync([.. assets.Skip(skip)], call.Request, cancellationToken);
        return new JsonAnswer<V2InputsResponse>(new(V2Code.Ok.ToStatus(), inputs), ClarifaiJson.Default.V2InputsResponse);
    }

    public async Task<IResult> GetAsync(V2Call call, CancellationToken cancellationToken)
    {
        var stored = await finder.FindAsync(call.Caller, call.Variables[0], cancellationToken) ?? throw NotFound();
        return new JsonAnswer<V2InputResponse>(
            new(V2Code.Ok.ToStatus(), await text.OfAsync(stored.Asset, call.Request, cancellationToken)), ClarifaiJson.Default.V2InputResponse);
    }

    public async Task<IResult> CountAsync(V2Call call, CancellationToken cancellationToken)
    {
        var counts = new V2Counts(
            await CountAsync(call, cancellationToken, AssetState.Ready),
            await CountAsync(call, cancellationToken, AssetState.Received),
            await CountAsync(call, cancellationToken, AssetState.Rejected, AssetState.Failed),
            0,
            0,
            0);
        return new JsonAnswer<V2CountsResponse>(new(V2Code.Ok.ToStatus(), counts), ClarifaiJson.Default.V2CountsResponse);
    }

    public static V2Exception NotFound() => V2Exception.NotFound(V2Code.InputNotFound, "This account has no input of this id.");

    private async Task<V2Input> CreateAsync(V2Call call, V2Input asked, NewInput input, CancellationToken cancellationToken)
    {
        switch (await creator.CreateAsync(call.Caller, input, cancellationToken))
        {
            case InputResult.Done { Asset: { Error: { } error } asset }:
                return await text.OfAsync(asset, call.Request, cancellationToken) with { Status = V2Refusals.CodeOf(error.Code).ToStatus(error.Message) };
            case InputResult.Done { Asset: var asset }:
                await reader.KeepConceptsAsync(call.Caller, asked.Data, cancellationToken);
                return await text.OfAsync(asset, call.Request, cancellationToken);
            case InputResult.Refused refused:
                return Refused(input.Id, asked.Data, V2Refusals.CodeOf(refused.Error.Code).ToStatus(refused.Error.Message));
            default:
                throw NotFound();
        }
    }

    private async Task<int> CountAsync(V2Call call, CancellationToken cancellationToken, params AssetState[] states)
    {
        var count = 0;
        foreach (var state in states)
        {
            count += (await TakeAsync(call, state, MaxCounted, cancellationToken)).Count;
        }

        return count;
    }

    /// <summary>The newest, at most so many; places for files that have not come are no inputs yet.</summary>
    private async Task<IReadOnlyList<Asset>> TakeAsync(V2Call call, AssetState? state, int most, CancellationToken cancellationToken)
    {
        var assets = new List<Asset>();
        var filter = new AssetFilter { State = state, UploadedBy = call.Caller.OnlyUploadedBy, Limit = PageSize };
        while (assets.Count < most)
        {
            var page = await catalogue.ListAsync(call.Caller.Account, filter, cancellationToken);
            assets.AddRange(page.Assets.Where(asset => asset.State is not (AssetState.Reserved or AssetState.Expired or AssetState.Deleted)));
            if (page.Cursor is null)
            {
                break;
            }

            filter = filter with { Cursor = page.Cursor };
        }

        return assets.Count <= most ? assets : assets[..most];
    }
}

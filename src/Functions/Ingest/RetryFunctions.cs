using System.Text.Json;
using Magpie.Assets;
using Magpie.Functions.Assets;
using Magpie.Functions.Http;
using Magpie.Ingest;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Magpie.Functions.Ingest;

/// <summary>Works once more on assets that failed, when a person says so.</summary>
public sealed class RetryFunctions(ICatalogue catalogue, IIncoming incoming, RetryQueue queue, OutageRetries outages, Ingestor ingestor)
{
    [Function("RetryAsset")]
    public async Task<IResult> RetryAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/assets/{id:length(32)}/retry")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var caller = request.HttpContext.GetCaller();
        if (await catalogue.FindAsync(caller.Account, id, cancellationToken) is not { Asset: { State: not AssetState.Deleted } asset } stored
            || !caller.MaySee(asset))
        {
            return Problems.AssetNotFound;
        }

        if (asset.State != AssetState.Failed)
        {
            return new Problem(
                StatusCodes.Status409Conflict, "not-failed", $"The asset is {asset.State.ToName()}; only one that failed can be tried again.");
        }

        if (await incoming.FindAsync(caller.Account, id, cancellationToken) is null)
        {
            return new Problem(
                StatusCodes.Status409Conflict, "bytes-gone", "The asset's file is not here any more: it came with a request that failed. Upload it again.");
        }

        await queue.SendAsync(new RetryMessage(caller.Account, id), TimeSpan.Zero, cancellationToken);
        return new JsonAnswer<AssetResponse>(AssetResponse.From(asset, request), MagpieJson.Default.AssetResponse, StatusCodes.Status202Accepted)
        {
            ETag = EntityTag.Of(stored),
        };
    }

    [Function("RetryIngest")]
    public async Task RunAsync([QueueTrigger(RetryQueue.Name)] string message, CancellationToken cancellationToken)
    {
        if (JsonSerializer.Deserialize(message, MagpieJson.Default.RetryMessage) is { } retry)
        {
            await ingestor.RetryAsync(retry.Account, retry.Id, cancellationToken);
        }
    }

    /// <summary>After the last try the host puts the message here.</summary>
    [Function("RetryGiveUp")]
    public async Task GiveUpAsync([QueueTrigger(RetryQueue.Name + "-poison")] string message, CancellationToken cancellationToken)
    {
        if (JsonSerializer.Deserialize(message, MagpieJson.Default.RetryMessage) is { } retry)
        {
            await ingestor.GiveUpAsync(retry.Account, retry.Id, cancellationToken);
            await outages.ScheduleAsync(retry.Account, retry.Id, retry.Automatic, cancellationToken);
        }
    }
}

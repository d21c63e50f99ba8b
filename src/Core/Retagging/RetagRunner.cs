using Magpie.Assets;
using Microsoft.Extensions.Logging;

namespace Magpie.Retagging;

/// <summary>Works through a job page by page; a page may run twice, which tags its assets twice and counts them once.</summary>
public sealed partial class RetagRunner(IRetagJobs jobs, ICatalogue catalogue, Retagger retagger, TimeProvider time, ILogger<RetagRunner> logger)
{
    /// <summary>Photos of a page, at most; a page ends with its first video, which alone may take minutes.</summary>
    private const int PageSize = 25;

    /// <summary>Assets of a page when they are only counted.</summary>
    private const int CountPage = 200;

    /// <summary>Counted at most, so that the first step of a huge account ends.</summary>
    private const int MaxCounted = 100_000;

    /// <summary>Starts a job, or answers the one that is running.</summary>
    public async Task<RetagJob> StartAsync(string account, CancellationToken cancellationToken)
    {
        var wanted = new RetagJob { Ticket = AssetId.New(time), Account = account, CreatedAt = time.GetUtcNow() };
        var job = await jobs.StartAsync(wanted, cancellationToken);

        // Also for the one that runs: should its message ever have been lost, this is what gets it going again.
        await jobs.ContinueAsync(job, cancellationToken);
        return job;
    }

    /// <summary>
    /// Works on the next page, then has the one after it worked on. When the process ends in between, the same message comes again and goes on
    /// from the row; of two that work on one page, the one that finds it done stops.
    /// </summary>
    public async Task RunAsync(string account, string ticket, CancellationToken cancellationToken)
    {
        if (await jobs.FindAsync(account, ticket, cancellationToken) is not { Job: { State: RetagJobState.Running } job } read)
        {
            return;
        }

        var total = job.Total ?? await CountAsync(job, cancellationToken);
        var page = await PageAsync(job, cancellationToken);
        var next = await TagAsync(job with { Total = total }, page.Assets, cancellationToken) with
        {
            Cursor = page.Cursor,
            State = page.Cursor is null ? RetagJobState.Done : RetagJobState.Running,
            FinishedAt = page.Cursor is null ? time.GetUtcNow() : null,
        };
        if (await jobs.TryReplaceAsync(read, next, cancellationToken) && next.State == RetagJobState.Running)
        {
            await jobs.ContinueAsync(next, cancellationToken);
        }
    }

    /// <summary>After the last try of a page.</summary>
    public async Task GiveUpAsync(string account, string ticket, CancellationToken cancellationToken)
    {
        if (await jobs.FindAsync(account, ticket, cancellationToken) is { Job: { State: RetagJobState.Running } job } read)
        {
            await jobs.TryReplaceAsync(read, job with { State = RetagJobState.Failed, FinishedAt = time.GetUtcNow() }, cancellationToken);
        }
    }

    private static AssetFilter Ready(int limit, string? cursor) => new() { State = AssetState.Ready, Limit = limit, Cursor = cursor };

    private async Task<AssetPage> PageAsync(RetagJob job, CancellationToken cancellationToken)
    {
        var page = await catalogue.ListAsync(job.Account, Ready(PageSize, job.Cursor), cancellationToken);
        var photos = page.Assets.TakeWhile(asset => asset.Type != MediaType.Video).Count();
        return photos + 1 < page.Assets.Count ? new AssetPage([.. page.Assets.Take(photos + 1)], page.Assets[photos].Id) : page;
    }

    private async Task<RetagJob> TagAsync(RetagJob job, IReadOnlyList<Asset> assets, CancellationToken cancellationToken)
    {
        foreach (var asset in assets)
        {
            job = await TagAsync(asset, cancellationToken) switch
            {
                RetagResult.Retagged tagged => job with { Done = job.Done + 1, Model = tagged.Stored.Asset.Tagging?.Model },
                RetagResult.NoModel or null => job with { Failed = job.Failed + 1 },
                _ => job with { Skipped = job.Skipped + 1 },
            };
        }

        return job;
    }

    /// <summary>Null when it threw: one asset does not end the job for all. Storage that is away ends the page, whose end cannot be written.</summary>
    private async Task<RetagResult?> TagAsync(Asset asset, CancellationToken cancellationToken)
    {
        try
        {
            return await catalogue.FindAsync(asset.Account, asset.Id, cancellationToken) is { } read
                ? await retagger.RetagAsync(read, cancellationToken)
                : new RetagResult.NotFound();
        }
#pragma warning disable CA1031 // Whatever it is, it is logged and counted.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.NotTagged(logger, exception, asset.Id, asset.Account);
            return null;
        }
    }

    private async Task<int> CountAsync(RetagJob job, CancellationToken cancellationToken)
    {
        var (count, cursor) = (0, job.Cursor);
        do
        {
            var page = await catalogue.ListAsync(job.Account, Ready(CountPage, cursor), cancellationToken);
            (count, cursor) = (count + page.Assets.Count, page.Cursor);
        }
        while (cursor is not null && count < MaxCounted);
        return count;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Asset {AssetId} of {Account} could not be tagged again; the job goes on")]
        public static partial void NotTagged(ILogger logger, Exception exception, string assetId, string account);
    }
}

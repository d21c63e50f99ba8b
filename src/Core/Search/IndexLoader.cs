using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Magpie.Search;

/// <summary>Makes an account's index: from its snapshot, or, when there is none that can be read, from the newest assets while one is built.</summary>
public sealed partial class IndexLoader(
    ISearchFeed feed, ISnapshotStore snapshots, ISnapshotRequests requests, IOptions<SearchOptions> options, ILogger<IndexLoader> logger)
{
    /// <summary>Changes that are taken in one by one; more make it cheaper to begin again.</summary>
    private const int MaxChanges = 20_000;

    /// <summary>Ids that are read at once.</summary>
    private const int Batch = 256;

    internal async Task<AccountIndex> LoadAsync(string account, CancellationToken cancellationToken)
    {
        var stored = await snapshots.FindAsync(account, cancellationToken);
        if (stored is not null)
        {
            if (stored.Snapshot is { } named
                && await snapshots.ReadAsync(account, named, cancellationToken) is { } bytes
                && PackedIndex.Open(bytes) is { } index)
            {
                return new AccountIndex(index, named.Version, named.Position, isComplete: true);
            }

            Log.Damaged(logger, account, stored.Snapshot?.Version);
            await requests.RequestAsync(account, stored.Snapshot?.Version, cancellationToken);
        }

        return await ReadNewestAsync(account, stored is null, cancellationToken);
    }

    /// <summary>Brings an index up to now. False when that is not possible and it must be loaded again.</summary>
    internal async Task<bool> RefreshAsync(string account, AccountIndex index, CancellationToken cancellationToken)
    {
        if (await feed.ChangesAsync(account, index.Position, MaxChanges, cancellationToken) is not { } changes)
        {
            return false;
        }

        if (changes.Ids.Count == 0)
        {
            return true;
        }

        // In steps, and the position moves with the last: a refresh that is cut off is begun again.
        foreach (var ids in changes.Ids.Chunk(Batch))
        {
            var ready = await feed.ReadAsync(account, ids, cancellationToken);
            index.Apply(ids, ready, index.Position);
        }

        index.Apply([], [], changes.Position);
        return true;
    }

    /// <summary>Whether so much is new that a snapshot is worth its price.</summary>
    internal bool IsOutgrown(AccountIndex index) =>
        index.RecentCount > Math.Max(options.Value.RebuildAfter, (index.Snapshot?.Count ?? 0) / 10);

    internal Task RequestSnapshotAsync(string account, CancellationToken cancellationToken) => requests.RequestAsync(account, null, cancellationToken);

    private async Task<AccountIndex> ReadNewestAsync(string account, bool isNew, CancellationToken cancellationToken)
    {
        // The position first: what changes while the assets are read is read once more.
        var position = await feed.PositionAsync(account, cancellationToken);
        var newest = new List<IndexedAsset>();
        var isComplete = true;
        await foreach (var asset in feed.ScanAsync(account, cancellationToken))
        {
            if (newest.Count == options.Value.ReadWithoutSnapshot)
            {
                isComplete = false;
                break;
            }

            newest.Add(asset);
        }

        var index = new AccountIndex(null, null, position, isComplete);
        index.Apply([.. newest.Select(asset => asset.Asset.Id)], newest, position);
        if (!isComplete && isNew)
        {
            await requests.RequestAsync(account, null, cancellationToken);
        }

        return index;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The search snapshot {Version} of {Account} is missing or damaged; it is built again, and search goes on with the newest assets")]
        public static partial void Damaged(ILogger logger, string account, string? version);
    }
}

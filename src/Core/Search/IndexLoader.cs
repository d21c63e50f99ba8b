using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Magpie.Search;

/// <summary>Makes an account's index: from its snapshot and, where there is none that can be brought up to now, from the newest assets while one is built.</summary>
public sealed partial class IndexLoader(ISearchFeed feed, ISnapshotStore snapshots, IOptions<SearchOptions> options, ILogger<IndexLoader> logger)
{
    /// <summary>Ids that are read at once.</summary>
    private const int Batch = 256;

    /// <summary>The index as it is now.</summary>
    internal async Task<AccountIndex> LoadAsync(string account, CancellationToken cancellationToken)
    {
        var stored = await snapshots.FindAsync(account, cancellationToken);
        if (stored is null)
        {
            return await ReadNewestAsync(account, null, null, needsSnapshot: false, cancellationToken);
        }

        var version = stored.Snapshot?.Version;
        if (stored.Snapshot is not { } named
            || await snapshots.ReadAsync(account, named, cancellationToken) is not { } bytes
            || PackedIndex.Open(bytes) is not { } snapshot)
        {
            Log.Damaged(logger, account, version);
            return await ReadNewestAsync(account, null, version, needsSnapshot: true, cancellationToken);
        }

        var index = new AccountIndex(snapshot, version, named.Position);
        if (await RefreshAsync(account, index, cancellationToken))
        {
            return index;
        }

        Log.Overtaken(logger, account, version);
        return await ReadNewestAsync(account, snapshot, version, needsSnapshot: true, cancellationToken);
    }

    /// <summary>Whether an index that is loaded now would have the newest assets only; asks for the snapshot's name and reads one row.</summary>
    internal async Task<bool> WillBePartialAsync(string account, CancellationToken cancellationToken) =>
        await snapshots.FindAsync(account, cancellationToken) is null && await feed.HasMoreThanAsync(account, options.Value.ReadWithoutSnapshot, cancellationToken);

    /// <summary>Brings an index up to now. False when that is not possible and it must be loaded again.</summary>
    internal async Task<bool> RefreshAsync(string account, AccountIndex index, CancellationToken cancellationToken)
    {
        var before = index.View.Position;
        if (await feed.ChangesAsync(account, before, options.Value.MaxChanges, cancellationToken) is not { } changes)
        {
            return false;
        }

        // In steps, and the position moves with the last: a refresh that is cut off is begun again.
        var left = changes.Ids.Count;
        foreach (var ids in changes.Ids.Chunk(Batch))
        {
            string[] unknown = [.. ids.Where(id => !changes.Known.ContainsKey(id))];
            var read = unknown.Length == 0 ? [] : await feed.ReadAsync(account, unknown, cancellationToken);
            IndexedAsset[] ready = [.. read, .. ids.Select(id => changes.Known.GetValueOrDefault(id)).OfType<IndexedAsset>()];
            left -= ids.Length;
            index.Apply(ids, ready, left == 0 ? changes.Position : before);
        }

        return true;
    }

    /// <summary>Whether so much is new that a snapshot is worth its price.</summary>
    internal bool IsOutgrown(AccountIndex index) => index.Changes > options.Value.RebuildAfterOf(index.View.Snapshot?.Index.Count ?? 0);

    /// <summary>An index that has the newest assets as they are and, where there is a snapshot, of the others what it knows; from here on it follows each change.</summary>
    private async Task<AccountIndex> ReadNewestAsync(
        string account, PackedIndex? snapshot, string? version, bool needsSnapshot, CancellationToken cancellationToken)
    {
        // The position first: what changes while the assets are read is read once more.
        var position = await feed.PositionAsync(account, cancellationToken);
        var newest = new List<IndexedAsset>();
        var isAll = true;
        await foreach (var asset in feed.ScanAsync(account, cancellationToken))
        {
            if (newest.Count == options.Value.ReadWithoutSnapshot)
            {
                isAll = false;
                break;
            }

            newest.Add(asset);
        }

        // What is in the snapshot and is not there any more is not told apart where all assets were read: then the snapshot is of no use.
        var index = new AccountIndex(isAll ? null : snapshot, version, position) { IsComplete = isAll, NeedsSnapshot = needsSnapshot || !isAll };
        index.Apply([.. newest.Select(asset => asset.Asset.Id)], newest, position);
        await RefreshAsync(account, index, cancellationToken);
        return index;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The search snapshot {Version} of {Account} is missing or damaged; it is built again, and search goes on with the newest assets")]
        public static partial void Damaged(ILogger logger, string account, string? version);

        [LoggerMessage(2, LogLevel.Warning, "More changed in {Account} since the search snapshot {Version} than can be taken in; another is built, and search goes on with this one and the newest assets")]
        public static partial void Overtaken(ILogger logger, string account, string? version);
    }
}

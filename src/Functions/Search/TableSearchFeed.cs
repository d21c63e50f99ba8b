using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using Magpie.Assets;
using Magpie.Functions.Assets;
using Magpie.Functions.Storage;
using Magpie.Search;

namespace Magpie.Functions.Search;

/// <summary>What search learns of the table <c>assets</c>: its rows, and the log of changes beside them.</summary>
/// <param name="table">Table of assets.</param>
/// <param name="time">For how long something is trusted.</param>
/// <param name="own">What this instance wrote to the log, if it writes to it.</param>
public sealed class TableSearchFeed(TableClient table, TimeProvider time, OwnChanges? own = null) : ISearchFeed
{
    /// <summary>
    /// So long after a position was the newest, a point read of the number that would come next tells whether it still is. Later that row might have been
    /// forgotten again, which happens after a minute at the earliest (<see cref="SearchOptions.KeepChanges"/>).
    /// </summary>
    private static readonly TimeSpan Trusted = TimeSpan.FromSeconds(30);

    /// <summary>Changes of a partition that are followed one by one; more are one range read.</summary>
    private const int FollowedAtMost = 8;

    /// <summary>Partitions whose newest number is remembered; beyond it all are forgotten, which costs dearer reads and nothing else.</summary>
    private const int RememberedAtMost = 10_000;

    private const int ParallelReads = 16;

    /// <summary>Rows of a page; with embeddings a page is some megabytes.</summary>
    private const int ScanPage = 500;

    private const int MaxPage = 1_000;

    private readonly ConcurrentDictionary<string, (long Number, long At)> _newest = new(StringComparer.Ordinal);

    public async Task<FeedPosition> PositionAsync(string account, CancellationToken cancellationToken) =>
        new(await Task.WhenAll(Partitions(account).Select(partition => ChangeLog.LastAsync(table, partition, cancellationToken))));

    /// <summary>By the changes of one partition: ids fall into each alike.</summary>
    public async Task<bool> HasMoreThanAsync(string account, int assets, CancellationToken cancellationToken) =>
        await ChangeLog.LastAsync(table, AssetKeys.Partition(account, 0), cancellationToken) * AssetKeys.Shards > assets;

    public async Task<FeedChanges?> ChangesAsync(string account, FeedPosition after, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(after);
        var parts = await Task.WhenAll(Partitions(account).Select(
            (partition, shard) => ChangesAsync(partition, after.Numbers.ElementAtOrDefault(shard), limit, cancellationToken)));
        if (parts.Contains(null) || after.Numbers.Count != AssetKeys.Shards)
        {
            return null;
        }

        var ids = new HashSet<string>(StringComparer.Ordinal);
        var known = new Dictionary<string, IndexedAsset?>(StringComparer.Ordinal);
        foreach (var (id, row) in parts.SelectMany(part => part!.Value.Changes))
        {
            // In the order of the log: what an asset is, is what the last change made of it.
            ids.Add(id);
            known.Remove(id);
            if (row is not null)
            {
                known[id] = ReadyOf(row);
            }
        }

        return ids.Count > limit ? null : new FeedChanges(ids, new FeedPosition([.. parts.Select(part => part!.Value.Last)])) { Known = known };
    }

    public async Task<IReadOnlyList<IndexedAsset>> ReadAsync(string account, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ids);
        var found = new ConcurrentBag<IndexedAsset>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = ParallelReads, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(ids, options, async (id, token) =>
        {
            var row = await table.GetEntityIfExistsAsync<TableEntity>(
                AssetKeys.Partition(account, id), AssetKeys.Row(id), AssetRow.IndexColumns, token);
            if (row is { HasValue: true, Value: { } entity } && ReadyOf(entity) is { } ready)
            {
                found.Add(ready);
            }
        });
        return [.. found];
    }

    public async IAsyncEnumerable<IndexedAsset> ScanAsync(string account, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var rows = OrderedMerge.MergeAsync(
            [.. Enumerable.Range(0, AssetKeys.Shards).Select(shard => (IAsyncEnumerable<TableEntity>)table.QueryAsync<TableEntity>(
                $"{AssetKeys.AssetsAfter(account, shard, null)} and {AssetRow.State} eq '{AssetState.Ready.ToName()}'",
                ScanPage,
                AssetRow.IndexColumns,
                cancellationToken))],
            row => row.RowKey,
            cancellationToken);
        await foreach (var row in rows)
        {
            yield return new IndexedAsset(AssetRow.Read(row), AssetRow.ReadEmbedding(row));
        }
    }

    public async Task ForgetAsync(string account, FeedPosition upTo, TimeSpan age, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(upTo);
        foreach (var (partition, number) in Partitions(account).Zip(upTo.Numbers))
        {
            _newest.TryRemove(partition, out _);
            await table.DeleteAsync(OldAsync(partition, number, age, cancellationToken), cancellationToken);
        }
    }

    private static IEnumerable<string> Partitions(string account) =>
        Enumerable.Range(0, AssetKeys.Shards).Select(shard => AssetKeys.Partition(account, shard));

    private static IndexedAsset? ReadyOf(TableEntity row) =>
        AssetRow.Read(row) is { State: AssetState.Ready } asset ? new IndexedAsset(asset, AssetRow.ReadEmbedding(row)) : null;

    /// <summary>Changes of a partition, each with the asset's row where it is known, in the order of the log unless none is known.</summary>
    private async Task<(List<(string Id, TableEntity? Row)> Changes, long Last)?> ChangesAsync(
        string partition, long after, int limit, CancellationToken cancellationToken)
    {
        var now = time.GetTimestamp();
        if (await FollowAsync(partition, after, now, cancellationToken) is { } followed)
        {
            return followed;
        }

        var changes = new List<(string Id, TableEntity? Row)>();
        var last = after;
        var rows = table.QueryAsync<TableEntity>(
            AssetKeys.ChangesAfter(partition, after), Math.Min(limit + 1, MaxPage), ["RowKey", ChangeLog.Id], cancellationToken);
        await foreach (var row in rows)
        {
            last = changes.Count == 0 ? AssetKeys.ChangeNumber(row.RowKey) : last;
            changes.Add((row.GetString(ChangeLog.Id) ?? "", null));
            if (changes.Count > limit)
            {
                return null;
            }
        }

        // Newest first, down to the one after the position: fewer than that, and some were forgotten already.
        if (changes.Count != last - after)
        {
            return null;
        }

        Remember(partition, last, now);
        return (changes, last);
    }

    /// <summary>
    /// The changes after a number that was the newest a short while ago, read one by one, but for those that this instance wrote itself, to where none follows or one that was not
    /// begun yet when this was: behind it nothing is older. Null when that is not the way.
    /// </summary>
    private async Task<(List<(string Id, TableEntity? Row)> Changes, long Last)?> FollowAsync(
        string partition, long after, long now, CancellationToken cancellationToken)
    {
        if (!_newest.TryGetValue(partition, out var newest) || newest.Number != after || time.GetElapsedTime(newest.At, now) > Trusted)
        {
            return null;
        }

        var changes = new List<(string Id, TableEntity? Row)>();
        var last = after;
        for (var read = 0; read <= FollowedAtMost; read++)
        {
            var known = own?.After(partition, last) ?? [];
            changes.AddRange(known.Select(change => (change.Id, change.Row)));
            last += known.Count;
            if (known is [.., var newestKnown] && newestKnown.PlannedAt > now)
            {
                Remember(partition, last, now);
                return (changes, last);
            }

            var next = await table.GetEntityIfExistsAsync<TableEntity>(
                partition, AssetKeys.Change(last + 1), ["RowKey", ChangeLog.Id], cancellationToken);
            if (next is not { HasValue: true, Value: { } row })
            {
                Remember(partition, last, now);
                return (changes, last);
            }

            changes.Add((row.GetString(ChangeLog.Id) ?? "", null));
            last++;
        }

        return null;
    }

    private void Remember(string partition, long number, long at)
    {
        if (_newest.Count > RememberedAtMost)
        {
            _newest.Clear();
        }

        _newest[partition] = (number, at);
    }

    /// <summary>All old rows but the newest, which tells what number comes next.</summary>
    private async IAsyncEnumerable<TableEntity> OldAsync(
        string partition, long upTo, TimeSpan age, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var rows = table.QueryAsync<TableEntity>(
            AssetKeys.ChangesUpTo(partition, upTo - 1), MaxPage, ["PartitionKey", "RowKey", "Timestamp"], cancellationToken);
        await foreach (var (row, old) in rows.WithAgesAsync(time, cancellationToken))
        {
            // By the clock of a machine that is ahead, instances would miss what they were about to read.
            if (old > age)
            {
                yield return row;
            }
        }
    }
}

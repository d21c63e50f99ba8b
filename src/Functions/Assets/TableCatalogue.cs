using System.Text;
using Azure;
using Azure.Data.Tables;
using Magpie.Assets;
using Microsoft.Extensions.Logging;

namespace Magpie.Functions.Assets;

/// <summary>The catalogue in Azure Table Storage. <see cref="AssetKeys"/> says how the rows lie.</summary>
/// <param name="table">Table of assets and counts.</param>
/// <param name="tags">Table of the tag index.</param>
/// <param name="changes">Told after each change.</param>
/// <param name="jitter">Spreads the retries of instances that collide.</param>
/// <param name="logger">One line a lost race that had to be retried many times.</param>
/// <param name="own">Gets what is written to the log of changes, for what follows it here.</param>
public sealed partial class TableCatalogue(
    TableClient table, TableClient tags, AssetChanges changes, Random jitter, TimeProvider time, ILogger<TableCatalogue> logger, OwnChanges? own = null) : ICatalogue
{
    /// <summary>Actions a transaction takes (Table Storage's limit).</summary>
    private const int TransactionLimit = 100;

    /// <summary>How often a transaction is built anew because other instances changed the same counts.</summary>
    private const int Attempts = 30;

    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(250);

    private readonly TagCounts _counts = new(table);
    private readonly ChangeLog _log = new(table, own ?? new OwnChanges(), time);
    private readonly TagIndex _index = new(tags);

    /// <summary>Within one process the commits of a partition go one after the other: they would only collide.</summary>
    private readonly SemaphoreSlim[] _turns = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1))];

    public async Task ReserveAsync(IReadOnlyList<Asset> assets, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(assets);
        await Task.WhenAll(assets.GroupBy(asset => AssetKeys.Partition(asset.Account, asset.Id), StringComparer.Ordinal)
            .SelectMany(partition => partition.Chunk(TransactionLimit))
            .Select(batch => InsertAsync(batch, cancellationToken)));
    }

    public async Task<StoredAsset?> FindAsync(string account, string id, CancellationToken cancellationToken)
    {
        if (!AssetId.IsValid(id))
        {
            return null;
        }

        var found = await table.GetEntityIfExistsAsync<TableEntity>(
            AssetKeys.Partition(account, id), AssetKeys.Row(id), AssetRow.Columns, cancellationToken);
        return found is { HasValue: true, Value: { } row } ? new StoredAsset(AssetRow.Read(row), row.ETag.ToString()) : null;
    }

    public async Task<StoredAsset?> TryReplaceAsync(
        StoredAsset read, Asset next, AssetEmbedding? embedding, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(read);
        ArgumentNullException.ThrowIfNull(next);
        if (!read.Asset.State.MayBecome(next.State))
        {
            throw new InvalidOperationException($"An asset that is {read.Asset.State} cannot become {next.State}.");
        }

        var before = Counted(read.Asset);
        var counts = TagCounts.Changes(before, Counted(next));
        if (counts.Count > TransactionLimit - 2)
        {
            // More than one transaction takes: first by way of the tags that both have, then as many more at a time, each step right in itself.
            var common = before.Intersect(next.Tags, StringComparer.Ordinal).ToArray();
            var halfway = common.Length < before.Count
                ? await TryReplaceAsync(read, read.Asset with { Tags = common }, null, cancellationToken)
                : await TryReplaceAsync(read, next with { Tags = [.. common, .. next.Tags.Except(common, StringComparer.Ordinal).Take(TransactionLimit - 2)] }, embedding, cancellationToken);
            return halfway is null ? null : await TryReplaceAsync(halfway, next, embedding, cancellationToken);
        }

        var etag = await CommitAsync(read, next, embedding, counts, cancellationToken);
        if (etag is null)
        {
            return null;
        }

        if (before.Count > 0 || next.State == AssetState.Ready)
        {
            await _index.WriteAsync(next, before, cancellationToken);
        }

        changes.Signal(next.Id);
        return new StoredAsset(next, etag);
    }

    public Task ReindexAsync(Asset asset, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(asset);
        return _index.WriteAsync(asset, asset.State == AssetState.Ready ? [] : asset.Tags, cancellationToken);
    }

    public async Task<AssetPage> ListAsync(string account, AssetFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var cursor = filter.Cursor is { } text && AssetId.IsValid(text) ? text : null;
        var columns = ColumnFilter(filter);
        var pageSize = filter.Limit + 1;
        var rows = filter.Tags is [var tag, ..]
            ? _index.ReadAsync(account, tag, cursor, columns, pageSize, cancellationToken)
            : OrderedMerge.MergeAsync(
                [.. Enumerable.Range(0, AssetKeys.Shards).Select(shard => (IAsyncEnumerable<TableEntity>)table.QueryAsync<TableEntity>(
                    AssetKeys.AssetsAfter(account, shard, cursor) + columns, pageSize, AssetRow.Columns, cancellationToken))],
                row => row.RowKey,
                cancellationToken);
        var page = new List<Asset>(filter.Limit);
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            var asset = AssetRow.Read(row);
            if (!filter.Tags.All(wanted => asset.Tags.Contains(wanted, StringComparer.Ordinal)))
            {
                continue;
            }

            if (page.Count == filter.Limit)
            {
                return new AssetPage(page, page[^1].Id);
            }

            page.Add(asset);
        }

        return new AssetPage(page, null);
    }

    public async Task<IReadOnlyList<TagCount>> TagsAsync(string account, string prefix, int limit, CancellationToken cancellationToken)
    {
        var rows = OrderedMerge.MergeAsync(
            [.. Enumerable.Range(0, AssetKeys.Shards).Select(shard => (IAsyncEnumerable<TableEntity>)table.QueryAsync<TableEntity>(
                AssetKeys.CountsFrom(account, shard, prefix), cancellationToken: cancellationToken))],
            row => row.RowKey,
            cancellationToken);
        var found = new List<TagCount>();
        await foreach (var row in rows)
        {
            var tag = row.GetString("Tag") ?? "";
            if (found is [.., var last] && string.Equals(last.Tag, tag, StringComparison.Ordinal))
            {
                found[^1] = last with { Count = last.Count + TagCounts.Read(row) };
            }
            else if (found.Count == limit)
            {
                break;
            }
            else
            {
                found.Add(new TagCount(tag, TagCounts.Read(row)));
            }
        }

        return found;
    }

    private static IReadOnlyList<string> Counted(Asset asset) => asset.State == AssetState.Ready ? asset.Tags : [];

    private static string ColumnFilter(AssetFilter filter)
    {
        var text = new StringBuilder();
        text.Append(filter.State is { } state
            ? $" and {AssetRow.State} eq '{state.ToName()}'"
            : $" and {AssetRow.State} ne '{AssetState.Deleted.ToName()}'");
        if (filter.Type is { } type)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $" and {AssetRow.Type} eq '{type.ToName()}'");
        }

        if (filter.UploadedBy is { } key)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $" and {AssetRow.UploadedBy} eq '{AssetKeys.Quoted(key)}'");
        }

        return text.ToString();
    }

    private async Task InsertAsync(Asset[] batch, CancellationToken cancellationToken)
    {
        try
        {
            if (batch is [var only])
            {
                await table.AddEntityAsync(Row(only), cancellationToken);
                return;
            }

            await table.SubmitTransactionAsync(
                batch.Select(asset => new TableTransactionAction(TableTransactionActionType.Add, Row(asset))), cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status == 409)
        {
            // A repeat of a request that got part of the way: insert what is missing.
            foreach (var asset in batch.Length == 1 ? [] : batch)
            {
                await InsertAsync([asset], cancellationToken);
            }
        }
    }

    private static TableEntity Row(Asset asset, AssetEmbedding? embedding = null) =>
        AssetRow.From(AssetKeys.Partition(asset.Account, asset.Id), AssetKeys.Row(asset.Id), asset, embedding);

    private async Task<string?> CommitAsync(
        StoredAsset read, Asset next, AssetEmbedding? embedding, IReadOnlyList<(string Tag, int Change)> changed, CancellationToken cancellationToken)
    {
        var row = Row(next, embedding);
        var mode = next.State == AssetState.Deleted ? TableUpdateMode.Replace : TableUpdateMode.Merge;
        var isLogged = read.Asset.State == AssetState.Ready || next.State == AssetState.Ready;
        if (!isLogged)
        {
            try
            {
                return (await table.UpdateEntityAsync(row, new ETag(read.ETag), mode, cancellationToken)).Headers.ETag?.ToString();
            }
            catch (RequestFailedException exception) when (exception.Status is 412 or 404)
            {
                return null;
            }
        }

        var turn = _turns[(uint)StringComparer.Ordinal.GetHashCode(row.PartitionKey) % (uint)_turns.Length];
        await turn.WaitAsync(cancellationToken);
        try
        {
            return await CommitCountedAsync(read, row, mode, changed, cancellationToken);
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<string?> CommitCountedAsync(
        StoredAsset read, TableEntity row, TableUpdateMode mode, IReadOnlyList<(string Tag, int Change)> changed, CancellationToken cancellationToken)
    {
        var type = mode == TableUpdateMode.Replace ? TableTransactionActionType.UpdateReplace : TableTransactionActionType.UpdateMerge;
        for (var attempt = 1; ; attempt++)
        {
            var counts = (await _counts.PlanAsync(row.PartitionKey, changed, cancellationToken)).Where(count => count.Action is not null).ToArray();
            var change = await _log.PlanAsync(row.PartitionKey, read.Asset.Id, cancellationToken);
            try
            {
                var written = await table.SubmitTransactionAsync(
                    [new TableTransactionAction(type, row, new ETag(read.ETag)), change.Action, .. counts.Select(count => count.Action!)],
                    cancellationToken);
                _log.Committed(change, mode == TableUpdateMode.Replace || AssetRow.HasEmbedding(row) ? row : null);
                _counts.Committed(counts, written.Value.Skip(2));
                return written.Value[0].Headers.ETag?.ToString();
            }
            catch (RequestFailedException exception) when (exception.Status is 409 or 412 or 404)
            {
                _counts.Forget(counts);
                _log.Forget(change);
                var current = await FindAsync(read.Asset.Account, read.Asset.Id, cancellationToken);
                if (!string.Equals(current?.ETag, read.ETag, StringComparison.Ordinal))
                {
                    return null;
                }

                if (attempt == Attempts)
                {
                    Log.GaveUp(logger, row.PartitionKey, attempt);
                    throw;
                }
            }

            var pause = Math.Min(LongestPause.TotalMilliseconds, 5 * Math.Pow(2, Math.Min(attempt, 6)));
            await Task.Delay(TimeSpan.FromMilliseconds(pause * (0.5 + (jitter.NextDouble() / 2))), time, cancellationToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The tag counts of partition {Partition} changed under {Attempts} attempts to commit")]
        public static partial void GaveUp(ILogger logger, string partition, int attempts);
    }
}

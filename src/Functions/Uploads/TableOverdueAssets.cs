using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using Magpie.Assets;
using Magpie.Functions.Assets;
using Magpie.Uploads;

namespace Magpie.Functions.Uploads;

/// <summary>
/// Reads the ids of a span of time as ranges of row keys; where the last span ended stands in a row beside the account's assets.
/// </summary>
public sealed class TableOverdueAssets(TableClient assets) : IOverdueAssets
{
    private const string MarkRow = "m~overdue";
    private const string Before = "Before";

    /// <summary>What may be written after a mark was computed by a clock that is ahead, and still be seen.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromHours(1);

    public async IAsyncEnumerable<StoredAsset> ReadAsync(
        string account, DateTimeOffset before, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var mark = await assets.GetEntityIfExistsAsync<TableEntity>(
            AssetKeys.Partition(account, 0), MarkRow, cancellationToken: cancellationToken);
        var after = mark is { HasValue: true, Value: { } row } && row.GetDateTimeOffset(Before) is { } marked ? marked - Overlap : DateTimeOffset.UnixEpoch;
        for (var shard = 0; shard < AssetKeys.Shards; shard++)
        {
            var filter = AssetKeys.AssetsMadeBetween(account, shard, after, before)
                + $" and ({AssetRow.State} eq '{AssetState.Reserved.ToName()}' or {AssetRow.State} eq '{AssetState.Received.ToName()}')";
            await foreach (var found in assets.QueryAsync<TableEntity>(filter, null, AssetRow.Columns, cancellationToken))
            {
                yield return new StoredAsset(AssetRow.Read(found), found.ETag.ToString());
            }
        }
    }

    public Task MarkAsync(string account, DateTimeOffset before, CancellationToken cancellationToken) => assets.UpsertEntityAsync(
        new TableEntity(AssetKeys.Partition(account, 0), MarkRow) { [Before] = before }, TableUpdateMode.Replace, cancellationToken);
}

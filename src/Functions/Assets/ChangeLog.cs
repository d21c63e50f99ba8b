using Azure.Data.Tables;

namespace Magpie.Functions.Assets;

/// <summary>
/// Which assets became ready, changed or went, in the order in which they did. A row is added in the transaction that does it and numbered
/// one higher than the last of its partition; two writers cannot add the same number, so a reader misses nothing below what it has seen.
/// </summary>
internal sealed class ChangeLog(TableClient assets, OwnChanges own, TimeProvider time)
{
    /// <summary>Column of the asset's id.</summary>
    public const string Id = "Id";

    /// <summary>Partitions whose last number is remembered; beyond it all are forgotten, which costs reads and nothing else.</summary>
    private const int RememberedAtMost = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _last = new(StringComparer.Ordinal);

    /// <summary>The next row of the partition. Nobody else in the process plans or writes there until it is written or refused.</summary>
    public async Task<LoggedChange> PlanAsync(string partition, string id, CancellationToken cancellationToken)
    {
        long? known;
        lock (_gate)
        {
            known = _last.TryGetValue(partition, out var last) ? last : null;
        }

        var number = (known ?? await LastAsync(assets, partition, cancellationToken)) + 1;
        var row = new TableEntity(partition, AssetKeys.Change(number)) { [Id] = id };
        return new LoggedChange(partition, number, id, time.GetTimestamp(), new TableTransactionAction(TableTransactionActionType.Add, row));
    }

    /// <summary>Takes over what a transaction wrote.</summary>
    /// <param name="row">The whole row of the asset; null when the change was a part of it.</param>
    public void Committed(LoggedChange change, TableEntity? row)
    {
        lock (_gate)
        {
            if (_last.Count > RememberedAtMost)
            {
                _last.Clear();
            }

            _last[change.Partition] = change.Number;
        }

        own.Add(change.Partition, change.Number, new OwnChange(change.Id, change.PlannedAt, row));
    }

    /// <summary>Forgets what a refused transaction was built on.</summary>
    public void Forget(LoggedChange change)
    {
        lock (_gate)
        {
            _last.Remove(change.Partition);
        }
    }

    /// <summary>The number of the newest change of a partition; 0 when there is none.</summary>
    public static async Task<long> LastAsync(TableClient assets, string partition, CancellationToken cancellationToken)
    {
        var newest = assets.QueryAsync<TableEntity>(AssetKeys.ChangesAfter(partition, 0), 1, ["RowKey"], cancellationToken);
        await foreach (var row in newest)
        {
            return AssetKeys.ChangeNumber(row.RowKey);
        }

        return 0;
    }
}

/// <summary>A row of the log to write.</summary>
internal sealed record LoggedChange(string Partition, long Number, string Id, long PlannedAt, TableTransactionAction Action);

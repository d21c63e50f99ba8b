using Azure;
using Azure.Data.Tables;

namespace Magpie.Functions.Assets;

/// <summary>
/// The counts of tags, changed in the transaction that changes the asset. What was last written is remembered with its ETag, so that a
/// transaction needs no reads before it; when the memory is stale the transaction is refused and the counts are read again.
/// </summary>
internal sealed class TagCounts(TableClient assets)
{
    private const string Column = "Count";

    /// <summary>Counts remembered at most; beyond it all are forgotten, which costs reads and nothing else.</summary>
    private const int RememberedAtMost = 50_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Partition, string Row), Known> _known = [];

    /// <summary>What changes between two tag lists: +1 for each tag gained, −1 for each lost.</summary>
    public static IReadOnlyList<(string Tag, int Change)> Changes(IReadOnlyList<string> before, IReadOnlyList<string> after) =>
        [
            .. after.Except(before, StringComparer.Ordinal).Select(tag => (tag, 1)),
            .. before.Except(after, StringComparer.Ordinal).Select(tag => (tag, -1)),
        ];

    /// <summary>The actions that carry out the changes, from what is remembered or read.</summary>
    public async Task<IReadOnlyList<CountChange>> PlanAsync(
        string partition, IReadOnlyList<(string Tag, int Change)> changes, CancellationToken cancellationToken)
    {
        return await Task.WhenAll(changes.Select(change => PlanAsync(partition, change.Tag, change.Change, cancellationToken)));
    }

    /// <summary>Takes over what a transaction wrote.</summary>
    public void Committed(IReadOnlyList<CountChange> changes, IEnumerable<Response> responses)
    {
        lock (_gate)
        {
            if (_known.Count > RememberedAtMost)
            {
                _known.Clear();
            }

            foreach (var (change, response) in changes.Zip(responses))
            {
                _known[change.Key] = change.Count == 0 || response.Headers.ETag is not { } etag
                    ? new Known(0, null)
                    : new Known(change.Count, etag);
            }
        }
    }

    /// <summary>Forgets what a refused transaction was built on.</summary>
    public void Forget(IReadOnlyList<CountChange> changes)
    {
        lock (_gate)
        {
            foreach (var change in changes)
            {
                _known.Remove(change.Key);
            }
        }
    }

    public static long Read(TableEntity entity) => entity.GetInt64(Column) ?? 0;

    private async Task<CountChange> PlanAsync(string partition, string tag, int by, CancellationToken cancellationToken)
    {
        var key = (Partition: partition, Row: AssetKeys.Count(tag));
        Known? known;
        lock (_gate)
        {
            known = _known.GetValueOrDefault(key);
        }

        if (known is null)
        {
            var found = await assets.GetEntityIfExistsAsync<TableEntity>(partition, key.Row, cancellationToken: cancellationToken);
            known = found is { HasValue: true, Value: { } row } ? new Known(Read(row), row.ETag) : new Known(0, null);
        }

        var count = Math.Max(0, known.Count + by);
        var entity = new TableEntity(partition, key.Row) { [Column] = count, ["Tag"] = tag };
        var action = (known.ETag, count) switch
        {
            (null, 0) => null,
            (null, _) => new TableTransactionAction(TableTransactionActionType.Add, entity),
            ({ } etag, 0) => new TableTransactionAction(TableTransactionActionType.Delete, entity, etag),
            ({ } etag, _) => new TableTransactionAction(TableTransactionActionType.UpdateReplace, entity, etag),
        };
        return new CountChange(key, count, action);
    }

    private sealed record Known(long Count, ETag? ETag);
}

/// <summary>A count to write. No action when there is nothing to write: a tag that is counted nowhere lost an asset.</summary>
internal sealed record CountChange((string Partition, string Row) Key, long Count, TableTransactionAction? Action);

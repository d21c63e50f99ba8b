using Azure.Data.Tables;

namespace Magpie.Functions.Assets;

/// <summary>
/// The newest rows of the log of changes that this instance wrote itself, a run of numbers without a gap for each partition, and beside them what they made of the assets: what reads
/// the log need not ask storage for either. A number is written once and by one writer, so what is kept here is what the row says.
/// </summary>
public sealed class OwnChanges
{
    /// <summary>Rows of the log that are kept of a partition; a search follows changes several times a second.</summary>
    internal const int Kept = 64;

    /// <summary>Assets' rows that are kept, about 10 KB each.</summary>
    internal const int KeptRows = 256;

    /// <summary>Partitions with rows; beyond it all are forgotten, which costs reads and nothing else.</summary>
    private const int KeptPartitions = 1_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (long Last, Queue<OwnChange> Changes)> _runs = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Partition, string Id), (long Number, TableEntity Row)> _rows = [];
    private readonly Queue<(string Partition, string Id, long Number)> _oldest = new();

    /// <summary>Takes over what was written.</summary>
    /// <param name="plannedAt">Timestamp of before it was written.</param>
    /// <param name="row">The whole row of the asset; null when the change was a part of it.</param>
    internal void Add(string partition, long number, string id, long plannedAt, TableEntity? row)
    {
        lock (_gate)
        {
            if (_runs.Count > KeptPartitions)
            {
                _runs.Clear();
            }

            var changes = _runs.TryGetValue(partition, out var run) && run.Last == number - 1 ? run.Changes : new Queue<OwnChange>();
            changes.Enqueue(new OwnChange(id, plannedAt));
            if (changes.Count > Kept)
            {
                changes.Dequeue();
            }

            _runs[partition] = (number, changes);
            Keep(partition, number, id, row);
        }
    }

    /// <summary>All changes after a number that are known, in order; none when the next one is not.</summary>
    internal IReadOnlyList<OwnChange> After(string partition, long number)
    {
        lock (_gate)
        {
            if (!_runs.TryGetValue(partition, out var run))
            {
                return [];
            }

            var first = run.Last - run.Changes.Count + 1;
            return number + 1 < first ? [] : [.. run.Changes.Skip((int)Math.Min(run.Changes.Count, number + 1 - first))];
        }
    }

    /// <summary>The row of an asset as this instance wrote it, unless <see cref="Overtake"/> was told of a later change; null when it is not kept.</summary>
    internal TableEntity? Row(string partition, string id)
    {
        lock (_gate)
        {
            return _rows.TryGetValue((partition, id), out var kept) ? kept.Row : null;
        }
    }

    /// <summary>Forgets the row of an asset that was changed with this number, by whomever, if what is kept of it is older.</summary>
    internal void Overtake(string partition, long number, string id)
    {
        lock (_gate)
        {
            if (_rows.TryGetValue((partition, id), out var kept) && kept.Number < number)
            {
                _rows.Remove((partition, id));
            }
        }
    }

    private void Keep(string partition, long number, string id, TableEntity? row)
    {
        if (row is null)
        {
            _rows.Remove((partition, id));
            return;
        }

        _rows[(partition, id)] = (number, row);
        _oldest.Enqueue((partition, id, number));
        if (_oldest.Count > KeptRows)
        {
            var (oldPartition, oldId, oldNumber) = _oldest.Dequeue();
            if (_rows.TryGetValue((oldPartition, oldId), out var old) && old.Number == oldNumber)
            {
                _rows.Remove((oldPartition, oldId));
            }
        }
    }
}

/// <summary>A change that this instance wrote to the log.</summary>
/// <param name="Id">Of the asset.</param>
/// <param name="PlannedAt">Timestamp of before it was written.</param>
internal readonly record struct OwnChange(string Id, long PlannedAt);

using Azure.Data.Tables;

namespace Magpie.Functions.Assets;

/// <summary>
/// The newest rows of the log of changes that this instance wrote itself, a run of numbers without a gap for each partition, and what each made of its asset: what reads the log need
/// not ask storage for either. A number is written once and by one writer, so what is kept here is what the row says.
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
    private readonly Queue<OwnChange> _withRow = new();

    /// <summary>Takes over what was written.</summary>
    internal void Add(string partition, long number, OwnChange change)
    {
        lock (_gate)
        {
            if (_runs.Count > KeptPartitions)
            {
                _runs.Clear();
            }

            var changes = _runs.TryGetValue(partition, out var run) && run.Last == number - 1 ? run.Changes : new Queue<OwnChange>();
            changes.Enqueue(change);
            if (changes.Count > Kept)
            {
                changes.Dequeue();
            }

            _runs[partition] = (number, changes);
            if (change.Row is not null)
            {
                _withRow.Enqueue(change);
                if (_withRow.Count > KeptRows)
                {
                    _withRow.Dequeue().Row = null;
                }
            }
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
}

/// <summary>A change that this instance wrote to the log.</summary>
/// <param name="id">Of the asset.</param>
/// <param name="plannedAt">Timestamp of before it was written.</param>
/// <param name="row">The whole row of the asset after it; null when only a part of it was written.</param>
internal sealed class OwnChange(string id, long plannedAt, TableEntity? row)
{
    public string Id => id;

    public long PlannedAt => plannedAt;

    /// <summary>Null too once newer ones took its place.</summary>
    public TableEntity? Row { get; set; } = row;
}

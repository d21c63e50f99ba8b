namespace Magpie.Functions.Assets;

/// <summary>
/// The newest rows of the log of changes that this instance wrote itself, a run of numbers without a gap for each partition: what reads the log need not ask storage for them.
/// A number is written once and by one writer, so what is kept here is what the row says.
/// </summary>
public sealed class OwnChanges
{
    /// <summary>Rows of a partition that are kept; a search follows changes several times a second.</summary>
    internal const int Kept = 64;

    /// <summary>Partitions with rows; beyond it all are forgotten, which costs reads and nothing else.</summary>
    private const int KeptPartitions = 1_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (long Last, Queue<string> Ids)> _runs = new(StringComparer.Ordinal);

    /// <summary>Takes over a row that was written.</summary>
    internal void Add(string partition, long number, string id)
    {
        lock (_gate)
        {
            if (_runs.Count > KeptPartitions)
            {
                _runs.Clear();
            }

            var ids = _runs.TryGetValue(partition, out var run) && run.Last == number - 1 ? run.Ids : new Queue<string>();
            ids.Enqueue(id);
            if (ids.Count > Kept)
            {
                ids.Dequeue();
            }

            _runs[partition] = (number, ids);
        }
    }

    /// <summary>The ids of all rows after a number that are known, in order; none when the next one is not.</summary>
    internal IReadOnlyList<string> After(string partition, long number)
    {
        lock (_gate)
        {
            if (!_runs.TryGetValue(partition, out var run))
            {
                return [];
            }

            var first = run.Last - run.Ids.Count + 1;
            return number + 1 < first ? [] : [.. run.Ids.Skip((int)Math.Min(run.Ids.Count, number + 1 - first))];
        }
    }
}

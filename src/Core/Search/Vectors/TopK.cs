using System.Runtime.InteropServices;

namespace Magpie.Search;

/// <summary>An ordinal and the score it has.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ScoredOrdinal(int Ordinal, float Score);

/// <summary>
/// Keeps the best of any number of scores: the highest, of equal ones those with the lower ordinal, whatever order they come in. A binary heap
/// with the worst on top; adding allocates nothing. Not thread-safe.
/// </summary>
/// <param name="capacity">How many are kept, 1 or more.</param>
public sealed class TopK(int capacity)
{
    private readonly ScoredOrdinal[] _heap =
        new ScoredOrdinal[capacity > 0 ? capacity : throw new ArgumentOutOfRangeException(nameof(capacity), capacity, "At least one is kept.")];

    /// <summary>How many are kept at most.</summary>
    public int Capacity => _heap.Length;

    /// <summary>How many are kept now.</summary>
    public int Count { get; private set; }

    /// <summary>Scores below are not kept; negative infinity while there is room.</summary>
    public float Threshold => Count < _heap.Length ? float.NegativeInfinity : _heap[0].Score;

    /// <summary>Keeps the ordinal if it is among the best so far.</summary>
    /// <returns>False when it is not, and for a score that is no number.</returns>
    public bool Add(int ordinal, float score)
    {
        var added = new ScoredOrdinal(ordinal, score);
        if (float.IsNaN(score) || (Count == _heap.Length && !IsWorse(_heap[0], added)))
        {
            return false;
        }

        if (Count < _heap.Length)
        {
            Rise(Count++, added);
        }
        else
        {
            Sink(0, added);
        }

        return true;
    }

    /// <summary>Forgets all.</summary>
    public void Clear() => Count = 0;

    /// <summary>What was kept, the best first.</summary>
    public ScoredOrdinal[] ToRanked()
    {
        var ranked = _heap.AsSpan(0, Count).ToArray();
        Array.Sort(ranked, static (a, b) => a == b ? 0 : IsWorse(a, b) ? 1 : -1);
        return ranked;
    }

    private static bool IsWorse(ScoredOrdinal a, ScoredOrdinal b) => a.Score < b.Score || (a.Score == b.Score && a.Ordinal > b.Ordinal);

    private void Rise(int place, ScoredOrdinal added)
    {
        while (place > 0 && IsWorse(added, _heap[(place - 1) / 2]))
        {
            _heap[place] = _heap[(place - 1) / 2];
            place = (place - 1) / 2;
        }

        _heap[place] = added;
    }

    private void Sink(int place, ScoredOrdinal added)
    {
        for (var child = 1; child < Count; child = (2 * place) + 1)
        {
            if (child + 1 < Count && IsWorse(_heap[child + 1], _heap[child]))
            {
                child++;
            }

            if (!IsWorse(_heap[child], added))
            {
                break;
            }

            _heap[place] = _heap[child];
            place = child;
        }

        _heap[place] = added;
    }
}

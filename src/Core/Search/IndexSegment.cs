namespace Magpie.Search;

/// <summary>
/// An index and which of its assets went or were replaced since. Immutable: when more go, another takes its place, so that a search sees one state to its end.
/// </summary>
internal sealed class IndexSegment
{
    /// <summary>A bit an asset; null while none is gone.</summary>
    private readonly int[]? _gone;

    /// <summary>Vectors of assets that are not gone, a number a model.</summary>
    private readonly int[] _vectors;

    public IndexSegment(PackedIndex index)
        : this(index, null, index.Count, CountsOf(index))
    {
    }

    private IndexSegment(PackedIndex index, int[]? gone, int live, int[] vectors) => (Index, _gone, Live, _vectors) = (index, gone, live, vectors);

    public PackedIndex Index { get; }

    /// <summary>Assets that are not gone.</summary>
    public int Live { get; }

    /// <summary>Bytes in memory, about.</summary>
    public long Size => Index.Size + ((_gone?.Length ?? 0) * 4L);

    public bool IsLive(int ordinal) => _gone is null || !IsGone(_gone, ordinal);

    /// <summary>The same without these assets: a bit an asset is copied once for all of them, and nothing else.</summary>
    public IndexSegment Without(IEnumerable<string> ids)
    {
        var (gone, live, vectors) = ((int[]?)null, Live, _vectors);
        foreach (var id in ids)
        {
            if (Index.Find(id) is not { } ordinal || (gone is null ? !IsLive(ordinal) : IsGone(gone, ordinal)))
            {
                continue;
            }

            if (gone is null)
            {
                gone = (int[]?)_gone?.Clone() ?? new int[(Index.Count + 31) / 32];
                vectors = [.. _vectors];
            }

            gone[ordinal / 32] |= 1 << (ordinal % 32);
            live--;
            for (var model = 0; model < vectors.Length; model++)
            {
                vectors[model] -= Index.Ordinals(Index.Models[model]).BinarySearch(ordinal) >= 0 ? 1 : 0;
            }
        }

        return gone is null ? this : new(Index, gone, live, vectors);
    }

    /// <summary>Assets that likeness to vectors of a model can be judged of.</summary>
    public int Comparable(LikeQuery like)
    {
        for (var model = 0; model < _vectors.Length; model++)
        {
            if (Index.IsOf(Index.Models[model], like))
            {
                return _vectors[model];
            }
        }

        return 0;
    }

    private static bool IsGone(int[] gone, int ordinal) => (gone[ordinal / 32] & (1 << (ordinal % 32))) != 0;

    private static int[] CountsOf(PackedIndex index)
    {
        var counts = new int[index.Models.Length];
        for (var model = 0; model < counts.Length; model++)
        {
            counts[model] = index.Models[model].Count;
        }

        return counts;
    }
}

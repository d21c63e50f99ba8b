using System.Runtime.InteropServices;

namespace Magpie.Search;

/// <summary>A hit before its asset is read.</summary>
/// <param name="Key">The asset's id as a number.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RankedAsset(double Score, UInt128 Key)
{
    public string Id => AssetRecord.IdOf(Key);

    /// <summary>The higher score first; of equal ones the newer asset.</summary>
    public static Comparer<RankedAsset> BestFirst { get; } = Comparer<RankedAsset>.Create(static (one, other) =>
        one.Score != other.Score ? other.Score.CompareTo(one.Score) : other.Key.CompareTo(one.Key));

    /// <summary>As many decimals as are the same on every machine.</summary>
    public static double Rounded(double score) => Math.Round(score, 6);
}

/// <summary>The best of any number of hits, so many at most; only those worse than a given one where a page follows another.</summary>
internal sealed class BestHits(int capacity, RankedAsset? after)
{
    private readonly PriorityQueue<RankedAsset, RankedAsset> _worstFirst = new(Comparer<RankedAsset>.Create(static (one, other) => RankedAsset.BestFirst.Compare(other, one)));

    public void Offer(double score, UInt128 key)
    {
        var hit = new RankedAsset(RankedAsset.Rounded(score), key);
        if (hit.Score <= 0 || (after is { } last && RankedAsset.BestFirst.Compare(hit, last) <= 0))
        {
            return;
        }

        if (_worstFirst.Count < capacity)
        {
            _worstFirst.Enqueue(hit, hit);
        }
        else if (RankedAsset.BestFirst.Compare(hit, _worstFirst.Peek()) < 0)
        {
            _worstFirst.DequeueEnqueue(hit, hit);
        }
    }

    /// <summary>The best first.</summary>
    public IReadOnlyList<RankedAsset> InOrder() => [.. _worstFirst.UnorderedItems.Select(item => item.Element).Order(RankedAsset.BestFirst)];
}

using System.Buffers;

namespace Magpie.Search;

/// <summary>A score for some of an index's assets; remembers which, so that work grows with them and not with the index. From a pool: dispose it.</summary>
internal sealed class Scores : IDisposable
{
    private readonly float[] _scores;
    private int[] _touched;
    private int _count;

    public Scores(int assets)
    {
        _scores = ArrayPool<float>.Shared.Rent(Math.Max(assets, 1));
        _scores.AsSpan(0, assets).Clear();
        _touched = ArrayPool<int>.Shared.Rent(256);
    }

    /// <summary>The assets that have a score, in the order in which they got it.</summary>
    public ReadOnlySpan<int> Ordinals => _touched.AsSpan(0, _count);

    /// <summary>0 for one that has none.</summary>
    public float this[int ordinal] => _scores[ordinal];

    /// <summary>Keeps the higher of two.</summary>
    /// <param name="score">Above 0.</param>
    public void Raise(int ordinal, float score)
    {
        ref var known = ref _scores[ordinal];
        if (known == 0)
        {
            if (_count == _touched.Length)
            {
                Grow();
            }

            _touched[_count++] = ordinal;
        }

        known = Math.Max(known, score);
    }

    public void Dispose()
    {
        ArrayPool<float>.Shared.Return(_scores);
        ArrayPool<int>.Shared.Return(_touched);
    }

    private void Grow()
    {
        var larger = ArrayPool<int>.Shared.Rent(_touched.Length * 4);
        _touched.CopyTo(larger, 0);
        ArrayPool<int>.Shared.Return(_touched);
        _touched = larger;
    }
}

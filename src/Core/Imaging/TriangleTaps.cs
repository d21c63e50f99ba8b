using System.Numerics.Tensors;

namespace Magpie.Imaging;

/// <summary>For each new place along an axis that is made shorter, which old ones count, and how much.</summary>
internal sealed class TriangleTaps
{
    private readonly float[] _weights;
    private readonly int[] _counts;
    private readonly int _room;

    public TriangleTaps(int length, int toLength)
    {
        var scale = (double)length / toLength;
        Length = length;
        _room = (2 * (int)Math.Ceiling(scale)) + 1;
        (First, _counts, _weights) = (new int[toLength], new int[toLength], new float[toLength * _room]);
        for (var i = 0; i < toLength; i++)
        {
            var middle = (i + 0.5) * scale;
            var first = Math.Max(0, (int)(middle - scale + 0.5));
            var count = Math.Min(length, (int)(middle + scale + 0.5)) - first;
            (First[i], _counts[i]) = (first, count);
            var weights = _weights.AsSpan(i * _room, count);
            var sum = 0.0;
            for (var at = 0; at < count; at++)
            {
                var weight = Math.Max(0, 1 - (Math.Abs(first + at + 0.5 - middle) / scale));
                weights[at] = (float)weight;
                sum += weight;
            }

            TensorPrimitives.Divide(weights, (float)sum, weights);
        }

        Most = TensorPrimitives.Max<int>(_counts);
    }

    /// <summary>Old places.</summary>
    public int Length { get; }

    /// <summary>New places.</summary>
    public int Count => First.Length;

    public int[] First { get; }

    /// <summary>Old places that count for one new place, at most.</summary>
    public int Most { get; }

    public ReadOnlySpan<float> WeightsOf(int place) => _weights.AsSpan(place * _room, _counts[place]);

    /// <summary>
    /// The same with as many old places for each: the weights of those too many are zero. A loop that always ends at the same count is not mispredicted.
    /// </summary>
    /// <returns>The first old places, and float[<see cref="Count"/>, <see cref="Most"/>].</returns>
    public (int[] First, float[] Weights) Evened()
    {
        var (first, evened) = (new int[Count], new float[Count * Most]);
        for (var i = 0; i < first.Length; i++)
        {
            first[i] = Math.Min(First[i], Length - Most);
            WeightsOf(i).CopyTo(evened.AsSpan((i * Most) + First[i] - first[i]));
        }

        return (first, evened);
    }

    /// <summary>Weights of a new place as whole numbers: rounded so that they add up to <paramref name="one"/>, and the first of them to their sum, to a half.</summary>
    public void Whole(int place, int one, Span<short> weights)
    {
        var (sum, before) = (0.0, 0);
        var floats = WeightsOf(place);
        for (var i = 0; i < floats.Length; i++)
        {
            sum += floats[i];
            var now = (int)Math.Round(sum * one);
            (weights[i], before) = ((short)(now - before), now);
        }
    }
}

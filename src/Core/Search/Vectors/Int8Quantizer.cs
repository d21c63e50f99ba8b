using System.Numerics.Tensors;

namespace Magpie.Search;

/// <summary>Keeps vectors in a quarter of their size: an <c>sbyte</c> a dimension and one scale a vector.</summary>
public static class Int8Quantizer
{
    /// <summary>Dimensions that <see cref="Int8Query"/> can compare.</summary>
    public const int MaxDimension = 4096;

    private const double Largest = 127;

    /// <summary>
    /// Quantises symmetrically: the greatest magnitude becomes 127, the others are rounded to the nearest, halves to even.
    /// </summary>
    /// <param name="vector">Of any length other than zero; only its direction is kept.</param>
    /// <param name="quantized">−127 to 127; as long as <paramref name="vector"/>.</param>
    /// <returns>
    /// What <paramref name="quantized"/> is multiplied with to be of length one: the reciprocal of its own length, not the step of the rounding,
    /// so that a dot product of two is their cosine. 0 for a vector without a direction (zeros only, or a value that is not finite): its
    /// likeness to all is 0.
    /// </returns>
    public static float Quantize(ReadOnlySpan<float> vector, Span<sbyte> quantized)
    {
        if (quantized.Length != vector.Length)
        {
            throw new ArgumentException($"{quantized.Length} places for a vector of {vector.Length} dimensions.", nameof(quantized));
        }

        var largest = vector.IsEmpty ? 0 : MathF.Abs(TensorPrimitives.MaxMagnitude(vector));
        if (largest == 0 || !float.IsFinite(largest))
        {
            quantized.Clear();
            return 0;
        }

        var steps = Largest / largest;
        long squares = 0;
        for (var i = 0; i < vector.Length; i++)
        {
            var value = (int)Math.Round(vector[i] * steps, MidpointRounding.ToEven);
            quantized[i] = (sbyte)value;
            squares += value * value;
        }

        return (float)(1 / Math.Sqrt(squares));
    }
}

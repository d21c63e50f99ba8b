using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using Magpie.Search.Kernels;

namespace Magpie.Search;

/// <summary>
/// A vector that others are compared with, in one pass over them and exactly: cosines of it and of what <see cref="Int8Quantizer"/> made of the others.
/// The query is kept as int16, so that only the rounding of the others counts. Immutable; can be used by several threads.
/// </summary>
public sealed unsafe class Int8Query
{
    /// <summary>Elements that a kernel takes at a time.</summary>
    internal const int Step = 32;

    private readonly short[] _values;
    private readonly float _factor;

    /// <summary>Prepares a vector to be compared.</summary>
    /// <param name="vector">
    /// 1 to <see cref="Int8Quantizer.MaxDimension"/> dimensions, of any length. Zeros only, or a value that is not finite: its cosines are 0.
    /// </param>
    public Int8Query(ReadOnlySpan<float> vector)
    {
        ArgumentOutOfRangeException.ThrowIfZero(vector.Length, nameof(vector));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(vector.Length, Int8Quantizer.MaxDimension, nameof(vector));
        Dimension = vector.Length;
        _values = new short[Math.Max(Step, (Dimension + Step - 1) & ~(Step - 1))];
        var largest = (double)MathF.Abs(TensorPrimitives.MaxMagnitude(vector));
        if (largest == 0 || !double.IsFinite(largest))
        {
            return;
        }

        double squares = 0;
        foreach (var value in vector)
        {
            squares += (double)value * value;
        }

        // |a·b| ≤ |a||b|, also for every part of the elements that a partial sum covers: at this length of the query no int32 overflows,
        // whatever the row. Half a step an element is for the rounding.
        var safeLength = (int.MaxValue / (128 * Math.Sqrt(Dimension))) - (0.5 * Math.Sqrt(Dimension));
        var steps = Math.Min(short.MaxValue / largest, safeLength / Math.Sqrt(squares));
        for (var i = 0; i < Dimension; i++)
        {
            _values[PlaceOf(i)] = (short)Math.Round(vector[i] * steps, MidpointRounding.ToEven);
        }

        _factor = (float)(1 / (steps * Math.Sqrt(squares)));
    }

    /// <summary>Elements of a vector.</summary>
    public int Dimension { get; }

    /// <summary>Of one vector.</summary>
    /// <param name="scale">What <see cref="Int8Quantizer.Quantize"/> returned for it.</param>
    /// <returns>−1 to 1.</returns>
    public float Cosine(ReadOnlySpan<sbyte> vector, float scale)
    {
        float cosine = 0;
        Cosines(vector, new ReadOnlySpan<float>(in scale), new Span<float>(ref cosine));
        return cosine;
    }

    /// <summary>Of many vectors.</summary>
    /// <param name="block">Row after row without gaps.</param>
    /// <param name="scales">One a row.</param>
    /// <param name="cosines">Filled, one a row: −1 to 1.</param>
    public void Cosines(ReadOnlySpan<sbyte> block, ReadOnlySpan<float> scales, Span<float> cosines)
    {
        if (Avx512Kernel.IsSupported)
        {
            Cosines<Avx512Kernel, Vector512<int>>(block, scales, cosines);
        }
        else if (Avx2Kernel.IsSupported)
        {
            Cosines<Avx2Kernel, Vector256<int>>(block, scales, cosines);
        }
        else if (Vector128Kernel.IsSupported)
        {
            Cosines<Vector128Kernel, Vector128<int>>(block, scales, cosines);
        }
        else
        {
            Cosines<ScalarKernel, int>(block, scales, cosines);
        }
    }

    /// <summary>Offers every row of a block to <paramref name="best"/>, which keeps the nearest.</summary>
    /// <param name="block">Row after row without gaps.</param>
    /// <param name="scales">One a row.</param>
    /// <param name="firstOrdinal">Ordinal of the first row; the next ones count up from it.</param>
    public void Nearest(ReadOnlySpan<sbyte> block, ReadOnlySpan<float> scales, TopK best, int firstOrdinal)
    {
        if (Avx512Kernel.IsSupported)
        {
            Nearest<Avx512Kernel, Vector512<int>>(block, scales, best, firstOrdinal);
        }
        else if (Avx2Kernel.IsSupported)
        {
            Nearest<Avx2Kernel, Vector256<int>>(block, scales, best, firstOrdinal);
        }
        else if (Vector128Kernel.IsSupported)
        {
            Nearest<Vector128Kernel, Vector128<int>>(block, scales, best, firstOrdinal);
        }
        else
        {
            Nearest<ScalarKernel, int>(block, scales, best, firstOrdinal);
        }
    }

    /// <summary>
    /// As <see cref="Nearest(ReadOnlySpan{sbyte}, ReadOnlySpan{float}, TopK, int)"/>, but reads and offers only the rows that a filter left.
    /// </summary>
    /// <param name="allowed">Bit n % 64 of word n / 64 is set when ordinal n may be found; ordinals beyond its end may not.</param>
    public void Nearest(ReadOnlySpan<sbyte> block, ReadOnlySpan<float> scales, TopK best, int firstOrdinal, ReadOnlySpan<ulong> allowed)
    {
        if (Avx512Kernel.IsSupported)
        {
            Nearest<Avx512Kernel, Vector512<int>>(block, scales, best, firstOrdinal, allowed);
        }
        else if (Avx2Kernel.IsSupported)
        {
            Nearest<Avx2Kernel, Vector256<int>>(block, scales, best, firstOrdinal, allowed);
        }
        else if (Vector128Kernel.IsSupported)
        {
            Nearest<Vector128Kernel, Vector128<int>>(block, scales, best, firstOrdinal, allowed);
        }
        else
        {
            Nearest<ScalarKernel, int>(block, scales, best, firstOrdinal, allowed);
        }
    }

    /// <summary>On hardware of the caller's choice.</summary>
    internal void Cosines<TKernel, TSums>(ReadOnlySpan<sbyte> block, ReadOnlySpan<float> scales, Span<float> cosines)
        where TKernel : struct, IInt8Kernel<TSums>
        where TSums : unmanaged
    {
        Check(block, scales);
        if (cosines.Length != scales.Length)
        {
            throw new ArgumentException($"{cosines.Length} places for {scales.Length} cosines.", nameof(cosines));
        }

        fixed (short* values = _values)
        fixed (sbyte* rows = block)
        {
            Int8Scan<TKernel, TSums>.Cosines(new(values, Dimension, _factor), rows, scales, cosines);
        }
    }

    /// <summary>On hardware of the caller's choice.</summary>
    internal void Nearest<TKernel, TSums>(ReadOnlySpan<sbyte> block, ReadOnlySpan<float> scales, TopK best, int firstOrdinal)
        where TKernel : struct, IInt8Kernel<TSums>
        where TSums : unmanaged
    {
        Check(block, scales);
        fixed (short* values = _values)
        fixed (sbyte* rows = block)
        {
            Int8Scan<TKernel, TSums>.Nearest(new(values, Dimension, _factor), rows, scales, best, firstOrdinal);
        }
    }

    /// <summary>On hardware of the caller's choice.</summary>
    internal void Nearest<TKernel, TSums>(
        ReadOnlySpan<sbyte> block, ReadOnlySpan<float> scales, TopK best, int firstOrdinal, ReadOnlySpan<ulong> allowed)
        where TKernel : struct, IInt8Kernel<TSums>
        where TSums : unmanaged
    {
        Check(block, scales);
        fixed (short* values = _values)
        fixed (sbyte* rows = block)
        {
            Int8Scan<TKernel, TSums>.Nearest(new(values, Dimension, _factor), rows, scales, best, firstOrdinal, allowed);
        }
    }

    private void Check(ReadOnlySpan<sbyte> block, ReadOnlySpan<float> scales)
    {
        if (block.Length != (long)scales.Length * Dimension)
        {
            throw new ArgumentException($"{block.Length} bytes are not {scales.Length} rows of {Dimension} dimensions.", nameof(block));
        }
    }

    /// <summary>See <see cref="QueryValues"/>.</summary>
    private int PlaceOf(int i)
    {
        var whole = Dimension & ~(Step - 1);
        return i < whole || whole == 0 ? i : i - Dimension + whole + Step;
    }
}

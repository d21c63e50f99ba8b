using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Magpie.Saliency;

/// <summary>Discrete Fourier transform of a square whose side is a power of two, in place (Cooley and Tukey, radix 2).</summary>
internal static class Fourier
{
    /// <summary>Transforms columns, then rows.</summary>
    /// <param name="values">Complex[side, side], row by row.</param>
    /// <param name="isInverse">Backwards, divided by the number of values.</param>
    public static void Transform(Complex[] values, int side, bool isInverse)
    {
        // All columns at once: what is done to one row is done to all its values, which lie side by side.
        for (var axis = 0; axis < 2; axis++)
        {
            Columns(values, side, isInverse);
            Transpose(values, side);
        }

        if (isInverse)
        {
            System.Numerics.Tensors.TensorPrimitives.Divide(Numbers(values), (double)values.Length, Numbers(values));
        }
    }

    private static void Columns(Complex[] values, int side, bool isInverse)
    {
        Reorder(values, side);
        for (var length = 2; length <= side; length *= 2)
        {
            var half = length / 2;
            for (var i = 0; i < half; i++)
            {
                var (sin, cos) = Math.SinCos((isInverse ? 2 : -2) * Math.PI * i / length);
                for (var row = i; row < side; row += length)
                {
                    Butterfly(Numbers(values.AsSpan(row * side, side)), Numbers(values.AsSpan((row + half) * side, side)), cos, sin);
                }
            }
        }
    }

    /// <summary>(even + turn · odd, even − turn · odd) of every pair; real and imaginary parts alternate.</summary>
    private static void Butterfly(Span<double> even, Span<double> odd, double cos, double sin)
    {
        ref var first = ref MemoryMarshal.GetReference(even);
        ref var second = ref MemoryMarshal.GetReference(odd);
        var (real, imaginary) = (Vector256.Create(cos), Vector256.Create(-sin, sin, -sin, sin));
        var at = 0;
        for (; at + Vector256<double>.Count <= even.Length; at += Vector256<double>.Count)
        {
            var x = Vector256.LoadUnsafe(ref second, (nuint)at);
            var turned = (x * real) + (Vector256.Shuffle(x, Vector256.Create(1L, 0, 3, 2)) * imaginary);
            var y = Vector256.LoadUnsafe(ref first, (nuint)at);
            (y + turned).StoreUnsafe(ref first, (nuint)at);
            (y - turned).StoreUnsafe(ref second, (nuint)at);
        }

        for (; at < even.Length; at += 2)
        {
            var (x, y) = ((odd[at] * cos) - (odd[at + 1] * sin), (odd[at + 1] * cos) + (odd[at] * sin));
            (odd[at], odd[at + 1]) = (even[at] - x, even[at + 1] - y);
            (even[at], even[at + 1]) = (even[at] + x, even[at + 1] + y);
        }
    }

    private static void Transpose(Complex[] values, int side)
    {
        for (var row = 0; row < side; row++)
        {
            for (var column = row + 1; column < side; column++)
            {
                (values[(row * side) + column], values[(column * side) + row]) = (values[(column * side) + row], values[(row * side) + column]);
            }
        }
    }

    /// <summary>Rows into the order of their numbers' bits backwards.</summary>
    private static void Reorder(Complex[] values, int side)
    {
        for (int i = 1, reversed = 0; i < side; i++)
        {
            var bit = side >> 1;
            for (; (reversed & bit) != 0; bit >>= 1)
            {
                reversed ^= bit;
            }

            reversed ^= bit;
            for (var column = 0; i < reversed && column < side; column++)
            {
                (values[(i * side) + column], values[(reversed * side) + column]) = (values[(reversed * side) + column], values[(i * side) + column]);
            }
        }
    }

    private static Span<double> Numbers(Span<Complex> values) => MemoryMarshal.Cast<Complex, double>(values);
}

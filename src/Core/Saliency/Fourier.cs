using System.Numerics;

namespace Magpie.Saliency;

/// <summary>Discrete Fourier transform of a square whose side is a power of two, in place (Cooley and Tukey, radix 2).</summary>
internal static class Fourier
{
    /// <summary>Transforms rows, then columns.</summary>
    /// <param name="values">Complex[side, side], row by row.</param>
    /// <param name="isInverse">Backwards, divided by the number of values.</param>
    public static void Transform(Complex[] values, int side, bool isInverse)
    {
        var line = new Complex[side];
        for (var row = 0; row < side; row++)
        {
            Line(values.AsSpan(row * side, side), isInverse);
        }

        for (var column = 0; column < side; column++)
        {
            for (var row = 0; row < side; row++)
            {
                line[row] = values[(row * side) + column];
            }

            Line(line, isInverse);
            for (var row = 0; row < side; row++)
            {
                values[(row * side) + column] = line[row];
            }
        }
    }

    private static void Line(Span<Complex> values, bool isInverse)
    {
        Reorder(values);
        for (var length = 2; length <= values.Length; length *= 2)
        {
            var step = Complex.FromPolarCoordinates(1, (isInverse ? 2 : -2) * Math.PI / length);
            for (var start = 0; start < values.Length; start += length)
            {
                var turn = Complex.One;
                for (var i = start; i < start + (length / 2); i++)
                {
                    var (even, odd) = (values[i], values[i + (length / 2)] * turn);
                    (values[i], values[i + (length / 2)]) = (even + odd, even - odd);
                    turn *= step;
                }
            }
        }

        if (isInverse)
        {
            for (var i = 0; i < values.Length; i++)
            {
                values[i] /= values.Length;
            }
        }
    }

    private static void Reorder(Span<Complex> values)
    {
        for (int i = 1, reversed = 0; i < values.Length; i++)
        {
            var bit = values.Length >> 1;
            for (; (reversed & bit) != 0; bit >>= 1)
            {
                reversed ^= bit;
            }

            reversed ^= bit;
            if (i < reversed)
            {
                (values[i], values[reversed]) = (values[reversed], values[i]);
            }
        }
    }
}

using System.Globalization;

namespace Magpie.Imaging;

/// <summary>A 64-bit hash that stays much the same when a picture is resized, recompressed or slightly retouched.</summary>
/// <remarks>
/// pHash's DCT method: grey 32 × 32, two-dimensional DCT-II, of the 8 × 8 lowest frequencies after the constant one (rows and columns 1 to 8)
/// each bit says whether it lies above their median. Two pictures are alike when few bits differ. Source: phash.org, <c>ph_dct_imagehash</c>.
/// </remarks>
public static class PerceptualHash
{
    private const int Side = 32;
    private const int Kept = 8;

    private static readonly double[] Cosines = MakeCosines();

    /// <summary>16 lower-case hexadecimal digits.</summary>
    public static string Compute(DecodedImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        using var small = image.ResizeTo(new ModelInputSize(Side, Side, ResizeMode.Stretch));
        return Compute(small.Rgb).ToString("x16", CultureInfo.InvariantCulture);
    }

    /// <summary>Number of bits in which two hashes differ, 0 to 64.</summary>
    public static int Distance(string one, string other) => (int)ulong.PopCount(
        ulong.Parse(one, NumberStyles.HexNumber, CultureInfo.InvariantCulture) ^
        ulong.Parse(other, NumberStyles.HexNumber, CultureInfo.InvariantCulture));

    /// <summary>The hash of byte[32, 32, 3] sRGB pixels.</summary>
    internal static ulong Compute(ReadOnlySpan<byte> rgb)
    {
        Span<double> rows = stackalloc double[Side * Kept];
        for (var y = 0; y < Side; y++)
        {
            for (var u = 0; u < Kept; u++)
            {
                var sum = 0.0;
                for (var x = 0; x < Side; x++)
                {
                    var pixel = rgb.Slice(((y * Side) + x) * 3, 3);
                    sum += Cosines[(u * Side) + x] * ((0.299 * pixel[0]) + (0.587 * pixel[1]) + (0.114 * pixel[2]));
                }

                rows[(y * Kept) + u] = sum;
            }
        }

        Span<double> low = stackalloc double[Kept * Kept];
        for (var v = 0; v < Kept; v++)
        {
            for (var u = 0; u < Kept; u++)
            {
                var sum = 0.0;
                for (var y = 0; y < Side; y++)
                {
                    sum += Cosines[(v * Side) + y] * rows[(y * Kept) + u];
                }

                low[(v * Kept) + u] = sum;
            }
        }

        Span<double> sorted = stackalloc double[low.Length];
        low.CopyTo(sorted);
        sorted.Sort();
        var median = (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
        var hash = 0UL;
        foreach (var value in low)
        {
            hash = (hash << 1) | (value > median ? 1UL : 0UL);
        }

        return hash;
    }

    private static double[] MakeCosines()
    {
        var cosines = new double[Kept * Side];
        for (var u = 0; u < Kept; u++)
        {
            for (var x = 0; x < Side; x++)
            {
                cosines[(u * Side) + x] = Math.Cos(Math.PI * (u + 1) * ((2 * x) + 1) / (2.0 * Side));
            }
        }

        return cosines;
    }
}

using System.Runtime.InteropServices;
using Magpie.Imaging;

namespace Magpie.Colors;

/// <summary>The colours of a part of a picture in bins of 5 bits a channel, each with its pixels' mean: what clustering needs, however large the picture.</summary>
internal sealed class ColorHistogram
{
    private const int Bits = 5;

    private readonly List<ColorBin> _bins = [];

    private ColorHistogram()
    {
    }

    public IReadOnlyList<ColorBin> Bins => _bins;

    /// <summary>Pixels.</summary>
    public long Count { get; private set; }

    /// <summary>Counts pixels.</summary>
    /// <param name="rgb">byte[n, 3], sRGB.</param>
    /// <param name="isIn">Whether a pixel counts.</param>
    public static ColorHistogram Of(ReadOnlySpan<byte> rgb, Func<int, bool>? isIn)
    {
        var sums = new (long R, long G, long B, int Count)[1 << (3 * Bits)];
        for (var i = 0; i < rgb.Length / 3; i++)
        {
            if (isIn?.Invoke(i) == false)
            {
                continue;
            }

            var (r, g, b) = (rgb[i * 3], rgb[(i * 3) + 1], rgb[(i * 3) + 2]);
            ref var sum = ref sums[((r >> (8 - Bits)) << (2 * Bits)) | ((g >> (8 - Bits)) << Bits) | (b >> (8 - Bits))];
            sum = (sum.R + r, sum.G + g, sum.B + b, sum.Count + 1);
        }

        var histogram = new ColorHistogram();
        foreach (var (r, g, b, count) in sums)
        {
            if (count > 0)
            {
                histogram._bins.Add(new((double)r / count, (double)g / count, (double)b / count, count));
                histogram.Count += count;
            }
        }

        return histogram;
    }
}

/// <summary>Pixels of nearly one colour.</summary>
/// <param name="Red">Their mean, 0 to 255.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ColorBin(double Red, double Green, double Blue, int Count)
{
    public LabColor Lab { get; } = LabColor.FromSrgb(Byte(Red), Byte(Green), Byte(Blue));

    public static byte Byte(double value) => (byte)Math.Clamp(Math.Round(value), 0, 255);
}

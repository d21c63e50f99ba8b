using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Magpie.Imaging;

namespace Magpie.Colors;

/// <summary>The colours of a part of a picture in bins of 5 bits a channel, each with its pixels' mean: what clustering needs, however large the picture.</summary>
internal sealed class ColorHistogram
{
    private const int Bits = 5;
    private const int MostBins = 1 << (3 * Bits);

    /// <summary>Pixels of which the sum of a channel fits into an <see cref="int"/>.</summary>
    private const int MostPixels = int.MaxValue / byte.MaxValue;

    private readonly List<ColorBin> _bins = [];

    private ColorHistogram()
    {
    }

    public List<ColorBin> Bins => _bins;

    /// <summary>Pixels.</summary>
    public long Count { get; private set; }

    /// <summary>Counts pixels.</summary>
    /// <param name="rgb">byte[n, 3], sRGB.</param>
    public static ColorHistogram Of(ReadOnlySpan<byte> rgb) => Of(rgb, [])[0];

    /// <summary>Counts the pixels of each part.</summary>
    /// <param name="rgb">byte[n, 3], sRGB.</param>
    /// <param name="isObject">bool[n]; empty when all are one part.</param>
    /// <returns>All; and where parts are told apart, then those that are no object, and those that are.</returns>
    public static ColorHistogram[] Of(ReadOnlySpan<byte> rgb, ReadOnlySpan<bool> isObject)
    {
        var pixels = rgb.Length / 3;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pixels, MostPixels, nameof(rgb));
        var parts = isObject.IsEmpty ? 1 : 2;
        var pool = ArrayPool<Vector128<int>>.Shared.Rent(MostBins * parts);
        try
        {
            // Red, green, blue and number; the bins of the second part follow those of the first.
            var sums = pool.AsSpan(0, MostBins * parts);
            sums.Clear();
            for (var i = 0; i < pixels; i++)
            {
                var (r, g, b) = (rgb[i * 3], rgb[(i * 3) + 1], rgb[(i * 3) + 2]);
                var bin = ((r >> (8 - Bits)) << (2 * Bits)) | ((g >> (8 - Bits)) << Bits) | (b >> (8 - Bits));
                sums[!isObject.IsEmpty && isObject[i] ? MostBins + bin : bin] += Vector128.Create(r, g, b, 1);
            }

            if (parts == 1)
            {
                return [Read(sums)];
            }

            var (background, objects) = (Read(sums[..MostBins]), Read(sums[MostBins..]));
            for (var bin = 0; bin < MostBins; bin++)
            {
                sums[bin] += sums[MostBins + bin];
            }

            return [Read(sums[..MostBins]), background, objects];
        }
        finally
        {
            ArrayPool<Vector128<int>>.Shared.Return(pool);
        }
    }

    private static ColorHistogram Read(ReadOnlySpan<Vector128<int>> sums)
    {
        var histogram = new ColorHistogram();
        foreach (var sum in sums)
        {
            if (sum[3] is > 0 and var count)
            {
                histogram._bins.Add(new((double)sum[0] / count, (double)sum[1] / count, (double)sum[2] / count, count));
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

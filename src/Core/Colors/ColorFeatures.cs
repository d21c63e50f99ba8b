using Magpie.Imaging;
using Magpie.Indexes;
using Magpie.Saliency;

namespace Magpie.Colors;

/// <summary>What pictures are compared by in colour: how much of them lies where in CIELAB, in three histograms from coarse to fine.</summary>
/// <remarks>
/// A pixel is shared among the eight bins around it, so that colours near to each other are near; the coarse histograms tell those that are
/// farther apart. Of the shares the square roots are taken, so that the distance is Hellinger's (times √2): no single colour outweighs all others.
/// </remarks>
public static class ColorFeatures
{
    /// <summary>Bins of L, and of a and b each.</summary>
    private static readonly (int Lightness, int Opponent)[] Levels = [(2, 3), (3, 5), (6, 10)];

    /// <summary>Of a and b, either way; no colour of sRGB is farther out.</summary>
    private const double Most = 110;

    /// <summary>The features of a picture, or of its object alone; of a picture without one the whole.</summary>
    /// <param name="image">Decoded to any size; it is looked at at <see cref="ColorExtractor.Side"/>.</param>
    public static ImageFeatures Of(DecodedImage image, bool isObject)
    {
        ArgumentNullException.ThrowIfNull(image);
        var scale = Math.Min(1, (double)ColorExtractor.Side / Math.Max(image.Width, image.Height));
        var (width, height) = (Math.Max(1, (int)Math.Round(image.Width * scale)), Math.Max(1, (int)Math.Round(image.Height * scale)));
        using var pixels = image.ResizeTo(new ModelInputSize(width, height, ResizeMode.Stretch));
        return Of(pixels.Rgb, width, isObject ? SaliencyMap.Of(image).Foreground() : null);
    }

    /// <summary>The same for pixels.</summary>
    /// <param name="rgb">byte[height, width, 3], sRGB.</param>
    /// <param name="foreground">bool[<see cref="SaliencyMap.Side"/>, <see cref="SaliencyMap.Side"/>] over the whole picture; null for all of it.</param>
    internal static ImageFeatures Of(ReadOnlySpan<byte> rgb, int width, bool[]? foreground)
    {
        var height = rgb.Length / 3 / width;
        var parts = ColorHistogram.Of(rgb, foreground is null ? [] : ColorExtractor.Spread(foreground, width, height));
        return new(foreground is null ? "colors-overall@1" : "colors-object@1", Vector(parts[^1].Count > 0 ? parts[^1] : parts[0]));
    }

    private static float[] Vector(ColorHistogram histogram)
    {
        var shares = new double[Levels.Sum(level => level.Lightness * level.Opponent * level.Opponent)];
        var start = 0;
        foreach (var level in Levels)
        {
            foreach (var bin in histogram.Bins)
            {
                Add(shares.AsSpan(start), level, bin);
            }

            start += level.Lightness * level.Opponent * level.Opponent;
        }

        // The shares of each level are 1 together, so the length is.
        return Array.ConvertAll(shares, share => (float)Math.Sqrt(share / histogram.Count / Levels.Length));
    }

    private static void Add(Span<double> shares, (int Lightness, int Opponent) level, ColorBin bin)
    {
        var l = At(bin.Lab.L / 100, level.Lightness);
        var a = At((bin.Lab.A + Most) / (2 * Most), level.Opponent);
        var b = At((bin.Lab.B + Most) / (2 * Most), level.Opponent);
        for (var corner = 0; corner < 8; corner++)
        {
            var (right, up, far) = (corner & 1, (corner >> 1) & 1, corner >> 2);
            var share = Part(l, right) * Part(a, up) * Part(b, far);
            if (share > 0)
            {
                shares[((((l.Bin + right) * level.Opponent) + a.Bin + up) * level.Opponent) + b.Bin + far] += share * bin.Count;
            }
        }
    }

    /// <summary>The bin whose centre is below, and how far it is to the next.</summary>
    private static (int Bin, double Next) At(double share, int bins)
    {
        var at = Math.Clamp(share, 0, 1) * (bins - 1);
        return ((int)at, at - (int)at);
    }

    private static double Part((int Bin, double Next) at, int side) => side == 0 ? 1 - at.Next : at.Next;
}

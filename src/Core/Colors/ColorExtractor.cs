using Magpie.Imaging;
using Magpie.Saliency;
using Magpie.Segmentation;

namespace Magpie.Colors;

/// <summary>Finds the colours a picture consists of, as a whole and of object and background apart.</summary>
public static class ColorExtractor
{
    /// <summary>Colours of a smaller share are left out, percent.</summary>
    public const double PercentThreshold = 1.75;

    /// <summary>Longest side that is looked at, pixels.</summary>
    public const int Side = 300;

    /// <summary>The colours of a picture.</summary>
    /// <param name="image">Decoded to any size; it is looked at at <see cref="Side"/>.</param>
    /// <param name="mask">What a model takes for the object; saliency decides where there is none, or next to nothing in it.</param>
    public static ExtractedColors Of(DecodedImage image, ColorRequest request, SegmentationMask? mask = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(request);
        var scale = Math.Min(1, (double)Side / Math.Max(image.Width, image.Height));
        var (width, height) = (Math.Max(1, (int)Math.Round(image.Width * scale)), Math.Max(1, (int)Math.Round(image.Height * scale)));
        using var pixels = image.ResizeTo(new ModelInputSize(width, height, ResizeMode.Stretch));
        var foreground = request.Separated ? Foreground(mask) ?? SaliencyMap.Of(image).Foreground() : [];
        return Of(pixels.Rgb, width, foreground, request);
    }

    /// <summary>The same for pixels.</summary>
    /// <param name="rgb">byte[height, width, 3], sRGB.</param>
    /// <param name="foreground">bool[<see cref="SaliencyMap.Side"/>, <see cref="SaliencyMap.Side"/>] over the whole picture.</param>
    internal static ExtractedColors Of(ReadOnlySpan<byte> rgb, int width, bool[] foreground, ColorRequest request)
    {
        var height = rgb.Length / 3 / width;
        var parts = ColorHistogram.Of(rgb, request.Separated ? Spread(foreground, width, height) : []);
        var whole = parts[0];
        var overall = request.Overall ? Colors(whole, request.OverallCount, request.IsDeterministic) : null;
        return parts is [_, var background, var objects]
            ? new(
                overall,
                Colors(background, request.SeparatedCount, request.IsDeterministic),
                Colors(objects, request.SeparatedCount, request.IsDeterministic),
                Variance(whole),
                100.0 * objects.Count / Math.Max(1, whole.Count))
            : new(overall, null, null, Variance(whole), null);
    }

    /// <summary>Which pixels are the object's, from the cells that are.</summary>
    internal static bool[] Spread(bool[] cells, int width, int height)
    {
        var (pixels, columns) = (new bool[width * height], new int[width]);
        for (var x = 0; x < width; x++)
        {
            columns[x] = x * SaliencyMap.Side / width;
        }

        for (var y = 0; y < height; y++)
        {
            var row = y * SaliencyMap.Side / height * SaliencyMap.Side;
            for (var x = 0; x < width; x++)
            {
                pixels[(y * width) + x] = cells[row + columns[x]];
            }
        }

        return pixels;
    }

    /// <summary>The cells that are more object than background; null where that is less than a hundredth.</summary>
    internal static bool[]? Foreground(SegmentationMask? mask)
    {
        if (mask is null)
        {
            return null;
        }

        var cells = new bool[SaliencyMap.Side * SaliencyMap.Side];
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = mask.At(((i % SaliencyMap.Side) + 0.5) / SaliencyMap.Side, ((i / SaliencyMap.Side) + 0.5) / SaliencyMap.Side) >= 0.5f;
        }

        return cells.Count(cell => cell) >= cells.Length / 100 ? cells : null;
    }

    private static IReadOnlyList<ExtractedColor> Colors(ColorHistogram histogram, int count, bool isDeterministic)
    {
        if (histogram.Count == 0)
        {
            return [];
        }

        var palette = isDeterministic ? ColorPalettes.Deterministic : ColorPalettes.Named;
        var groups = isDeterministic
            ? histogram.Bins.GroupBy(bin => ColorPalettes.Nearest(palette, bin.Lab).Color.Name, StringComparer.Ordinal).Select(group => group.ToList())
            : ColorClusters.Of(histogram.Bins, count);
        return
        [
            .. groups.Select(group => Color(group, histogram.Count, palette))
                .Where(color => color.Percent >= PercentThreshold)
                .OrderByDescending(color => color.Percent)
                .Take(count),
        ];
    }

    private static ExtractedColor Color(List<ColorBin> group, long total, IReadOnlyList<PaletteColor> palette)
    {
        var (r, g, b, count) = (0.0, 0.0, 0.0, 0L);
        foreach (var bin in group)
        {
            (r, g, b, count) = (r + (bin.Red * bin.Count), g + (bin.Green * bin.Count), b + (bin.Blue * bin.Count), count + bin.Count);
        }

        var (red, green, blue) = (ColorBin.Byte(r / count), ColorBin.Byte(g / count), ColorBin.Byte(b / count));
        var (nearest, distance) = ColorPalettes.Nearest(palette, LabColor.FromSrgb(red, green, blue));
        return new(red, green, blue, 100.0 * count / total, nearest, distance);
    }

    private static int Variance(ColorHistogram histogram)
    {
        var (l, a, b, count) = (0.0, 0.0, 0.0, Math.Max(1, histogram.Count));
        foreach (var bin in histogram.Bins)
        {
            (l, a, b) = (l + (bin.Lab.L * bin.Count), a + (bin.Lab.A * bin.Count), b + (bin.Lab.B * bin.Count));
        }

        (l, a, b) = (l / count, a / count, b / count);
        var squares = 0.0;
        foreach (var bin in histogram.Bins)
        {
            var (dl, da, db) = (bin.Lab.L - l, bin.Lab.A - a, bin.Lab.B - b);
            squares += ((dl * dl) + (da * da) + (db * db)) * bin.Count;
        }

        return (int)Math.Round(Math.Sqrt(squares / count));
    }
}

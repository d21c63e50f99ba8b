using Magpie.Imaging;
using Magpie.Saliency;

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
    public static ExtractedColors Of(DecodedImage image, ColorRequest request)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(request);
        var scale = Math.Min(1, (double)Side / Math.Max(image.Width, image.Height));
        var (width, height) = (Math.Max(1, (int)Math.Round(image.Width * scale)), Math.Max(1, (int)Math.Round(image.Height * scale)));
        using var pixels = image.ResizeTo(new ModelInputSize(width, height, ResizeMode.Stretch));
        var foreground = request.Separated ? SaliencyMap.Of(image).Foreground() : [];
        return Of(pixels.Rgb, width, foreground, request);
    }

    /// <summary>The same for pixels.</summary>
    /// <param name="rgb">byte[height, width, 3], sRGB.</param>
    /// <param name="foreground">bool[<see cref="SaliencyMap.Side"/>, <see cref="SaliencyMap.Side"/>] over the whole picture.</param>
    internal static ExtractedColors Of(ReadOnlySpan<byte> rgb, int width, bool[] foreground, ColorRequest request)
    {
        var height = rgb.Length / 3 / width;
        var whole = ColorHistogram.Of(rgb, null);
        var overall = request.Overall ? Colors(whole, request.OverallCount, request.IsDeterministic) : null;
        if (!request.Separated)
        {
            return new(overall, null, null, Variance(whole), null);
        }

        var objects = ColorHistogram.Of(rgb, IsObject);
        var background = ColorHistogram.Of(rgb, i => !IsObject(i));
        return new(
            overall,
            Colors(background, request.SeparatedCount, request.IsDeterministic),
            Colors(objects, request.SeparatedCount, request.IsDeterministic),
            Variance(whole),
            100.0 * objects.Count / Math.Max(1, whole.Count));

        bool IsObject(int i) => foreground[(i / width * SaliencyMap.Side / height * SaliencyMap.Side) + (i % width * SaliencyMap.Side / width)];
    }

    private static IReadOnlyList<ExtractedColor> Colors(ColorHistogram histogram, int count, bool isDeterministic)
    {
        if (histogram.Count == 0)
        {
            return [];
        }

        var palette = isDeterministic ? ColorPalettes.Deterministic : ColorPalettes.Named;
        var groups = isDeterministic
            ? histogram.Bins.GroupBy(bin => ColorPalettes.Nearest(palette, bin.Lab).Color.Name, StringComparer.Ordinal).Select(group => (IReadOnlyList<ColorBin>)[.. group])
            : ColorClusters.Of(histogram.Bins, count);
        return
        [
            .. groups.Select(group => Color(group, histogram.Count, palette))
                .Where(color => color.Percent >= PercentThreshold)
                .OrderByDescending(color => color.Percent)
                .Take(count),
        ];
    }

    private static ExtractedColor Color(IReadOnlyList<ColorBin> group, long total, IReadOnlyList<PaletteColor> palette)
    {
        var count = group.Sum(bin => (long)bin.Count);
        var (red, green, blue) = (Mean(bin => bin.Red), Mean(bin => bin.Green), Mean(bin => bin.Blue));
        var (nearest, distance) = ColorPalettes.Nearest(palette, LabColor.FromSrgb(red, green, blue));
        return new(red, green, blue, 100.0 * count / total, nearest, distance);

        byte Mean(Func<ColorBin, double> channel) => ColorBin.Byte(group.Sum(bin => channel(bin) * bin.Count) / count);
    }

    private static int Variance(ColorHistogram histogram)
    {
        var (l, a, b) = (Mean(lab => lab.L), Mean(lab => lab.A), Mean(lab => lab.B));
        return (int)Math.Round(Math.Sqrt(Mean(lab => ((lab.L - l) * (lab.L - l)) + ((lab.A - a) * (lab.A - a)) + ((lab.B - b) * (lab.B - b)))));

        double Mean(Func<LabColor, double> of) => histogram.Bins.Sum(bin => of(bin.Lab) * bin.Count) / Math.Max(1, histogram.Count);
    }
}

namespace Magpie.Imaging;

/// <summary>The up to five colours a picture mostly consists of: k-means in OKLab over at most 64 × 64 pixels, the same every time.</summary>
public static class DominantColors
{
    /// <summary>Colours at most.</summary>
    public const int Most = 5;

    private const int Side = 64;
    private const int Iterations = 12;

    // Nearer than this two colours look like shades of one.
    private const float Apart = 0.07f;

    /// <summary>By falling share; colours below 1 % are left out.</summary>
    public static IReadOnlyList<DominantColor> Of(DecodedImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        using var small = image.ResizeTo(new ModelInputSize(Math.Min(image.Width, Side), Math.Min(image.Height, Side), ResizeMode.Stretch));
        return Of(small.Rgb);
    }

    /// <summary>The colours of byte[n, 3] sRGB pixels.</summary>
    internal static IReadOnlyList<DominantColor> Of(ReadOnlySpan<byte> rgb)
    {
        var pixels = new OkLab[rgb.Length / 3];
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = OkLab.FromSrgb(rgb[i * 3], rgb[(i * 3) + 1], rgb[(i * 3) + 2]);
        }

        var centres = Seeds(pixels);
        var counts = new int[centres.Count];
        for (var i = 0; i < Iterations; i++)
        {
            Move(pixels, centres, counts);
        }

        return
        [
            .. Merged(centres, counts)
                .Where(cluster => cluster.Count * 100L >= pixels.Length)
                .OrderByDescending(cluster => cluster.Count)
                .Select(cluster => ToColor(cluster.Centre, cluster.Count, pixels.Length)),
        ];
    }

    /// <summary>Starts from the commonest coarse colour, then always from the one that is both common and far from those taken.</summary>
    private static List<OkLab> Seeds(OkLab[] pixels)
    {
        var bins = pixels
            .GroupBy(pixel => ((int)(pixel.L * 16), (int)MathF.Floor(pixel.A * 24), (int)MathF.Floor(pixel.B * 24)))
            .Select(bin => (Count: bin.Count(), Centre: Mean(bin)))
            .OrderByDescending(bin => bin.Count).ThenBy(bin => bin.Centre.L).ThenBy(bin => bin.Centre.A).ThenBy(bin => bin.Centre.B)
            .ToArray();
        var seeds = new List<OkLab>(Most) { bins[0].Centre };
        while (seeds.Count < Most)
        {
            var (count, centre) = bins.MaxBy(bin => bin.Count * Nearest(seeds, bin.Centre).Distance);
            if (count == 0 || Nearest(seeds, centre).Distance < Apart * Apart)
            {
                break;
            }

            seeds.Add(centre);
        }

        return seeds;
    }

    private static void Move(OkLab[] pixels, List<OkLab> centres, int[] counts)
    {
        Span<(double L, double A, double B)> sums = stackalloc (double, double, double)[centres.Count];
        sums.Clear();
        Array.Clear(counts);
        foreach (var pixel in pixels)
        {
            var (index, _) = Nearest(centres, pixel);
            sums[index] = (sums[index].L + pixel.L, sums[index].A + pixel.A, sums[index].B + pixel.B);
            counts[index]++;
        }

        for (var i = 0; i < counts.Length; i++)
        {
            if (counts[i] > 0)
            {
                centres[i] = new((float)(sums[i].L / counts[i]), (float)(sums[i].A / counts[i]), (float)(sums[i].B / counts[i]));
            }
        }
    }

    private static List<(OkLab Centre, int Count)> Merged(List<OkLab> centres, int[] counts)
    {
        var merged = new List<(OkLab Centre, int Count)>();
        foreach (var (centre, count) in centres.Zip(counts).OrderByDescending(cluster => cluster.Second))
        {
            var near = merged.FindIndex(cluster => cluster.Centre.DistanceSquared(centre) < Apart * Apart);
            if (near >= 0)
            {
                merged[near] = (merged[near].Centre, merged[near].Count + count);
            }
            else if (count > 0)
            {
                merged.Add((centre, count));
            }
        }

        return merged;
    }

    private static (int Index, float Distance) Nearest(List<OkLab> centres, OkLab pixel)
    {
        var (index, distance) = (0, float.MaxValue);
        for (var i = 0; i < centres.Count; i++)
        {
            if (centres[i].DistanceSquared(pixel) is var candidate && candidate < distance)
            {
                (index, distance) = (i, candidate);
            }
        }

        return (index, distance);
    }

    private static OkLab Mean(IEnumerable<OkLab> pixels) =>
        new(pixels.Average(pixel => pixel.L), pixels.Average(pixel => pixel.A), pixels.Average(pixel => pixel.B));

    // Rounded down, so that the shares never sum to more than 100.
    private static DominantColor ToColor(OkLab centre, int count, int total)
    {
        var (red, green, blue) = centre.ToSrgb();
        return new($"#{red:x2}{green:x2}{blue:x2}", ColorPalette.Name(centre), count * 1000L / total / 10.0);
    }
}

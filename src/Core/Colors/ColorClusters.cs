using Magpie.Imaging;

namespace Magpie.Colors;

/// <summary>k-means over a histogram in CIELAB, the same every time: it starts from the commonest colour, then from those both common and far.</summary>
internal static class ColorClusters
{
    private const int Iterations = 16;

    /// <summary>Groups of bins, each the members of one colour.</summary>
    public static IReadOnlyList<IReadOnlyList<ColorBin>> Of(IReadOnlyList<ColorBin> bins, int count)
    {
        var centres = Seeds(bins, count);
        var owner = new int[bins.Count];
        for (var iteration = 0; iteration < Iterations; iteration++)
        {
            var isSettled = true;
            for (var i = 0; i < bins.Count; i++)
            {
                var nearest = Nearest(centres, bins[i].Lab).Index;
                isSettled &= nearest == owner[i];
                owner[i] = nearest;
            }

            if (isSettled && iteration > 0)
            {
                break;
            }

            Move(centres, bins, owner);
        }

        return [.. Enumerable.Range(0, centres.Length).Select(centre => (IReadOnlyList<ColorBin>)[.. bins.Where((_, i) => owner[i] == centre)]).Where(group => group.Count > 0)];
    }

    private static LabColor[] Seeds(IReadOnlyList<ColorBin> bins, int count)
    {
        var seeds = new List<LabColor> { bins.MaxBy(bin => bin.Count).Lab };
        var far = bins.Select(bin => Square(bin.Lab, seeds[0])).ToArray();
        while (seeds.Count < count)
        {
            var next = Enumerable.Range(0, bins.Count).MaxBy(i => bins[i].Count * far[i]);
            if (far[next] == 0)
            {
                break;
            }

            seeds.Add(bins[next].Lab);
            for (var i = 0; i < far.Length; i++)
            {
                far[i] = Math.Min(far[i], Square(bins[i].Lab, seeds[^1]));
            }
        }

        return [.. seeds];
    }

    private static void Move(LabColor[] centres, IReadOnlyList<ColorBin> bins, int[] owner)
    {
        var sums = new (double L, double A, double B, long Count)[centres.Length];
        for (var i = 0; i < owner.Length; i++)
        {
            var (lab, count) = (bins[i].Lab, bins[i].Count);
            ref var sum = ref sums[owner[i]];
            sum = (sum.L + (lab.L * count), sum.A + (lab.A * count), sum.B + (lab.B * count), sum.Count + count);
        }

        for (var i = 0; i < centres.Length; i++)
        {
            if (sums[i].Count > 0)
            {
                centres[i] = new(sums[i].L / sums[i].Count, sums[i].A / sums[i].Count, sums[i].B / sums[i].Count);
            }
        }
    }

    private static (int Index, double Distance) Nearest(LabColor[] centres, LabColor color)
    {
        var (best, least) = (0, double.MaxValue);
        for (var i = 0; i < centres.Length; i++)
        {
            if (Square(centres[i], color) is var distance && distance < least)
            {
                (best, least) = (i, distance);
            }
        }

        return (best, least);
    }

    private static double Square(LabColor one, LabColor other) =>
        ((one.L - other.L) * (one.L - other.L)) + ((one.A - other.A) * (one.A - other.A)) + ((one.B - other.B) * (one.B - other.B));
}

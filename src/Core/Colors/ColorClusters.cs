using System.Runtime.Intrinsics;
using Magpie.Imaging;

namespace Magpie.Colors;

/// <summary>k-means over a histogram in CIELAB, the same every time: it starts from the commonest colour, then from those both common and far.</summary>
internal sealed class ColorClusters
{
    private const int Iterations = 16;

    private readonly List<ColorBin> _bins;
    private readonly double[] _l;
    private readonly double[] _a;
    private readonly double[] _b;

    private ColorClusters(List<ColorBin> bins)
    {
        _bins = bins;
        (_l, _a, _b) = (new double[bins.Count], new double[bins.Count], new double[bins.Count]);
        for (var i = 0; i < bins.Count; i++)
        {
            (_l[i], _a[i], _b[i]) = (bins[i].Lab.L, bins[i].Lab.A, bins[i].Lab.B);
        }
    }

    /// <summary>Groups of bins, each the members of one colour.</summary>
    public static IReadOnlyList<List<ColorBin>> Of(List<ColorBin> bins, int count) => new ColorClusters(bins).Group(count);

    private List<List<ColorBin>> Group(int count)
    {
        var centres = Seeds(count);
        var (owner, before, least) = (new long[_bins.Count], new long[_bins.Count], new double[_bins.Count]);
        for (var iteration = 0; iteration < Iterations; iteration++)
        {
            Array.Fill(least, double.MaxValue);
            for (var centre = 0; centre < centres.Count; centre++)
            {
                Claim(centres[centre], centre, least, owner);
            }

            if (owner.AsSpan().SequenceEqual(before) && iteration > 0)
            {
                break;
            }

            owner.CopyTo(before, 0);
            Move(centres, owner);
        }

        var groups = centres.ConvertAll(_ => new List<ColorBin>());
        for (var i = 0; i < owner.Length; i++)
        {
            groups[(int)owner[i]].Add(_bins[i]);
        }

        return groups.FindAll(group => group.Count > 0);
    }

    private List<LabColor> Seeds(int count)
    {
        var commonest = 0;
        for (var i = 1; i < _bins.Count; i++)
        {
            commonest = _bins[i].Count > _bins[commonest].Count ? i : commonest;
        }

        var seeds = new List<LabColor> { _bins[commonest].Lab };
        var (far, owner) = (new double[_bins.Count], new long[_bins.Count]);
        Array.Fill(far, double.MaxValue);
        Claim(seeds[0], 0, far, owner);
        while (seeds.Count < count)
        {
            var (next, most) = (0, -1.0);
            for (var i = 0; i < far.Length; i++)
            {
                if (_bins[i].Count * far[i] is var weight && weight > most)
                {
                    (next, most) = (i, weight);
                }
            }

            if (far[next] == 0)
            {
                break;
            }

            seeds.Add(_bins[next].Lab);
            Claim(seeds[^1], seeds.Count - 1, far, owner);
        }

        return seeds;
    }

    /// <summary>Gives a centre the bins that are nearer to it than to all before it.</summary>
    private void Claim(LabColor centre, long number, double[] least, long[] owner)
    {
        var (l, a, b) = (Vector256.Create(centre.L), Vector256.Create(centre.A), Vector256.Create(centre.B));
        var at = 0;
        for (; at + Vector256<double>.Count <= least.Length; at += Vector256<double>.Count)
        {
            var (dl, da, db) = (Vector256.LoadUnsafe(ref _l[at]) - l, Vector256.LoadUnsafe(ref _a[at]) - a, Vector256.LoadUnsafe(ref _b[at]) - b);
            var distance = (dl * dl) + (da * da) + (db * db);
            var before = Vector256.LoadUnsafe(ref least[at]);
            var isNearer = Vector256.LessThan(distance, before);
            Vector256.ConditionalSelect(isNearer, distance, before).StoreUnsafe(ref least[at]);
            Vector256.ConditionalSelect(isNearer.AsInt64(), Vector256.Create(number), Vector256.LoadUnsafe(ref owner[at])).StoreUnsafe(ref owner[at]);
        }

        for (; at < least.Length; at++)
        {
            var (dl, da, db) = (_l[at] - centre.L, _a[at] - centre.A, _b[at] - centre.B);
            if ((dl * dl) + (da * da) + (db * db) is var distance && distance < least[at])
            {
                (least[at], owner[at]) = (distance, number);
            }
        }
    }

    private void Move(List<LabColor> centres, long[] owner)
    {
        // L, a, b and number of pixels.
        var sums = new Vector256<double>[centres.Count];
        for (var i = 0; i < owner.Length; i++)
        {
            sums[owner[i]] += Vector256.Create(_l[i], _a[i], _b[i], 1) * _bins[i].Count;
        }

        for (var i = 0; i < sums.Length; i++)
        {
            if (sums[i][3] > 0)
            {
                centres[i] = new(sums[i][0] / sums[i][3], sums[i][1] / sums[i][3], sums[i][2] / sums[i][3]);
            }
        }
    }
}

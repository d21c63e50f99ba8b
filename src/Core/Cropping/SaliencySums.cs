using Magpie.Saliency;

namespace Magpie.Cropping;

/// <summary>Sums of saliency over any rectangle, from a summed-area table.</summary>
internal sealed class SaliencySums
{
    private const int Side = SaliencyMap.Side;

    /// <summary>Places that a crop is tried at along an axis.</summary>
    private const int Places = 128;

    private readonly double[] _sums = new double[(Side + 1) * (Side + 1)];
    private readonly int _width;
    private readonly int _height;

    public SaliencySums(SaliencyMap map, int width, int height)
    {
        (_width, _height) = (width, height);

        // What is there everywhere says nothing about where to crop.
        var mean = System.Numerics.Tensors.TensorPrimitives.Sum(map.Cells) / (Side * Side);
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
            {
                _sums[((y + 1) * (Side + 1)) + x + 1] =
                    Math.Max(0, map.Cells[(y * Side) + x] - mean) + _sums[(y * (Side + 1)) + x + 1] + _sums[((y + 1) * (Side + 1)) + x] - _sums[(y * (Side + 1)) + x];
            }
        }
    }

    /// <summary>Share of the saliency in a crop, 0 to 1.</summary>
    public double Share(CropBox crop) => Cells(
        (double)crop.Left * Side / _width, (double)crop.Top * Side / _height, (double)crop.Right * Side / _width, (double)crop.Bottom * Side / _height);

    /// <summary>Share in a rectangle of cells.</summary>
    public double Cells(double left, double top, double right, double bottom) =>
        _sums[^1] == 0 ? 1 : (At(right, bottom) - At(left, bottom) - At(right, top) + At(left, top)) / _sums[^1];

    /// <summary>Where a crop of this size keeps the most; of equal places the one nearest the middle.</summary>
    public CropBox Best(int width, int height)
    {
        var best = default(CropBox);
        var (most, nearest) = (-1.0, double.MaxValue);
        foreach (var top in Starts(_height - height))
        {
            foreach (var left in Starts(_width - width))
            {
                var crop = new CropBox(left, top, left + width, top + height);
                var share = Share(crop);
                var off = Math.Abs(left + (width / 2.0) - (_width / 2.0)) + Math.Abs(top + (height / 2.0) - (_height / 2.0));
                if (share > most + 1e-9 || (share > most - 1e-9 && off < nearest))
                {
                    (best, most, nearest) = (crop, share, off);
                }
            }
        }

        return best;
    }

    private static IEnumerable<int> Starts(int free)
    {
        var step = Math.Max(1, (free + Places - 1) / Places);
        for (var at = 0; at < free; at += step)
        {
            yield return at;
        }

        yield return free;
    }

    private double At(double x, double y)
    {
        var (column, row) = (Math.Clamp((int)x, 0, Side - 1), Math.Clamp((int)y, 0, Side - 1));
        var (fx, fy) = (x - column, y - row);
        var (a, b) = (_sums[(row * (Side + 1)) + column], _sums[(row * (Side + 1)) + column + 1]);
        var (c, d) = (_sums[((row + 1) * (Side + 1)) + column], _sums[((row + 1) * (Side + 1)) + column + 1]);
        return (a * (1 - fx) * (1 - fy)) + (b * fx * (1 - fy)) + (c * (1 - fx) * fy) + (d * fx * fy);
    }
}

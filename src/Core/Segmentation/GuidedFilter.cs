namespace Magpie.Segmentation;

/// <summary>
/// Moves the edges of a coarse mask to those of the picture: mask = a · grey + b within every window, with a and b found on a small picture and
/// used on the large one.
/// </summary>
/// <remarks>Source: He and Sun, "Fast Guided Filter", arXiv:1505.00996, algorithm 2, with a grey guide.</remarks>
internal sealed class GuidedFilter
{
    /// <summary>Cells to each side of a window's middle, for a small picture of <see cref="Side"/>.</summary>
    private const int Radius = 8;

    /// <summary>Variance of grey, 0 to 1, below which a window counts as even.</summary>
    private const float Epsilon = 1e-4f;

    /// <summary>Longest side of the small picture, pixels.</summary>
    public const int Side = 512;

    private readonly float[] _a;
    private readonly float[] _b;
    private readonly int _width;
    private readonly int _height;

    /// <summary>The filter of a small picture and its coarse mask.</summary>
    /// <param name="grey">float[height, width], 0 to 1.</param>
    /// <param name="mask">float[height, width], 0 to 1.</param>
    public GuidedFilter(float[] grey, float[] mask, int width, int height)
    {
        (_width, _height) = (width, height);
        var meanGrey = Mean(grey);
        var meanMask = Mean(mask);
        var meanBoth = Mean(Product(grey, mask));
        var meanSquare = Mean(Product(grey, grey));
        var (a, b) = (new float[grey.Length], new float[grey.Length]);
        for (var i = 0; i < a.Length; i++)
        {
            a[i] = (meanBoth[i] - (meanGrey[i] * meanMask[i])) / (meanSquare[i] - (meanGrey[i] * meanGrey[i]) + Epsilon);
            b[i] = meanMask[i] - (a[i] * meanGrey[i]);
        }

        (_a, _b) = (Mean(a), Mean(b));
    }

    /// <summary>The mask at a place of the large picture.</summary>
    /// <param name="x">Share of the width, 0 to 1.</param>
    /// <param name="grey">Of the large picture there, 0 to 1.</param>
    public float At(double x, double y, float grey)
    {
        var (column, row) = ((x * _width) - 0.5, (y * _height) - 0.5);
        return Math.Clamp((Bilinear.At(_a, _width, _height, column, row) * grey) + Bilinear.At(_b, _width, _height, column, row), 0, 1);
    }

    private static float[] Product(float[] one, float[] other)
    {
        var product = new float[one.Length];
        System.Numerics.Tensors.TensorPrimitives.Multiply(one, other, product);
        return product;
    }

    /// <summary>The mean over each window, from running sums along rows, then columns.</summary>
    private float[] Mean(float[] values)
    {
        var (half, mean) = (new float[values.Length], new float[values.Length]);
        for (var row = 0; row < _height; row++)
        {
            Mean(values, half, row * _width, 1, _width);
        }

        for (var column = 0; column < _width; column++)
        {
            Mean(half, mean, column, _width, _height);
        }

        return mean;
    }

    private static void Mean(float[] from, float[] to, int start, int step, int length)
    {
        var (sum, count) = (0.0, 0);
        for (var at = 0; at < Math.Min(Radius, length); at++, count++)
        {
            sum += from[start + (at * step)];
        }

        for (var at = 0; at < length; at++)
        {
            if (at + Radius < length)
            {
                sum += from[start + ((at + Radius) * step)];
                count++;
            }

            if (at - Radius > 0)
            {
                sum -= from[start + ((at - Radius - 1) * step)];
                count--;
            }

            to[start + (at * step)] = (float)(sum / count);
        }
    }
}

using System.Numerics;
using Magpie.Imaging;

namespace Magpie.Saliency;

/// <summary>How much each part of a picture draws the eye: float[<see cref="Side"/>, <see cref="Side"/>], 0 to 1 and more where told, over the whole picture stretched.</summary>
/// <remarks>Source: Hou and Zhang, "Saliency Detection: A Spectral Residual Approach", CVPR 2007, on three opponent channels instead of one.</remarks>
public sealed class SaliencyMap
{
    /// <summary>Cells of a side, as in the paper.</summary>
    public const int Side = 64;

    /// <summary>What the cells of a face get at least: more than any other place has.</summary>
    public const float FaceLeast = 4;

    /// <summary>Cells whose saliency is this many times the mean are the object's (section 3.2 of the paper).</summary>
    private const float ObjectFactor = 3;

    /// <summary>Of a map so even that nothing is three times the mean, the upper part counts.</summary>
    private const float EvenShare = 0.2f;

    /// <summary>What is left of the rest beside places that matter more.</summary>
    private const float Beside = 0.3f;

    private const float Sigma = 2.5f;

    private readonly float[] _cells;

    private SaliencyMap(float[] cells) => _cells = cells;

    /// <summary>Cells row by row.</summary>
    public ReadOnlySpan<float> Cells => _cells;

    /// <summary>The map of a picture.</summary>
    public static SaliencyMap Of(DecodedImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        using var small = image.ResizeTo(new ModelInputSize(Side, Side, ResizeMode.Stretch));
        return Of(small.Rgb);
    }

    /// <summary>The map of byte[<see cref="Side"/>, <see cref="Side"/>, 3] sRGB pixels.</summary>
    internal static SaliencyMap Of(ReadOnlySpan<byte> rgb)
    {
        var sum = new float[Side * Side];
        var channel = new Complex[Side * Side];
        for (var opponent = 0; opponent < 3; opponent++)
        {
            for (var i = 0; i < channel.Length; i++)
            {
                var (r, g, b) = (rgb[i * 3], rgb[(i * 3) + 1], rgb[(i * 3) + 2]);
                channel[i] = opponent switch
                {
                    0 => (r + g + b) / 3.0,
                    1 => r - g,
                    _ => ((r + g) / 2.0) - b,
                };
            }

            // Of one value everywhere there is nothing to see but how numbers are rounded.
            if (Array.Exists(channel, value => value != channel[0]))
            {
                Add(channel, sum);
            }
        }

        Blur(sum);
        var most = sum.Max();
        if (most > 0)
        {
            for (var i = 0; i < sum.Length; i++)
            {
                sum[i] /= most;
            }
        }

        return new(sum);
    }

    /// <summary>The same with places that matter more, such as faces: their cells get at least this much, and where there are any, the rest counts less.</summary>
    /// <param name="areas">Left, top, right, bottom as shares of the picture, 0 to 1.</param>
    public SaliencyMap With(IEnumerable<(double Left, double Top, double Right, double Bottom)> areas, float least)
    {
        ArgumentNullException.ThrowIfNull(areas);
        var cells = (float[])_cells.Clone();
        var isLess = false;
        foreach (var (left, top, right, bottom) in areas)
        {
            if (!isLess)
            {
                isLess = true;
                System.Numerics.Tensors.TensorPrimitives.Multiply(cells, Beside, cells);
            }

            for (var y = Cell(top); y <= Cell(bottom); y++)
            {
                for (var x = Cell(left); x <= Cell(right); x++)
                {
                    cells[(y * Side) + x] = Math.Max(cells[(y * Side) + x], least);
                }
            }
        }

        return new(cells);
    }

    /// <summary>Which cells are the object's.</summary>
    public bool[] Foreground()
    {
        var mean = _cells.Average();
        var threshold = mean * ObjectFactor;
        if (_cells.Count(cell => cell > threshold) < _cells.Length / 100)
        {
            threshold = _cells.OrderDescending().ElementAt((int)(_cells.Length * EvenShare));
        }

        return Array.ConvertAll(_cells, cell => cell > threshold);
    }

    private static int Cell(double share) => Math.Clamp((int)(share * Side), 0, Side - 1);

    private static void Add(Complex[] channel, float[] sum)
    {
        Fourier.Transform(channel, Side, isInverse: false);
        var log = Array.ConvertAll(channel, value => Math.Log(value.Magnitude + 1e-6));
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
            {
                var residual = log[(y * Side) + x] - MeanAround(log, x, y);
                channel[(y * Side) + x] = Complex.FromPolarCoordinates(Math.Exp(residual), channel[(y * Side) + x].Phase);
            }
        }

        Fourier.Transform(channel, Side, isInverse: true);
        for (var i = 0; i < sum.Length; i++)
        {
            var magnitude = channel[i].Magnitude;
            sum[i] += (float)(magnitude * magnitude);
        }
    }

    /// <summary>Of the 3 × 3 neighbours; a spectrum goes on at the other side.</summary>
    private static double MeanAround(double[] log, int x, int y)
    {
        var sum = 0.0;
        for (var dy = -1; dy <= 1; dy++)
        {
            for (var dx = -1; dx <= 1; dx++)
            {
                sum += log[(((y + dy + Side) % Side) * Side) + ((x + dx + Side) % Side)];
            }
        }

        return sum / 9;
    }

    private static void Blur(float[] cells)
    {
        var radius = (int)(Sigma * 3);
        var kernel = Enumerable.Range(-radius, (2 * radius) + 1).Select(i => MathF.Exp(-i * i / (2 * Sigma * Sigma))).ToArray();
        var half = new float[cells.Length];
        Blur(cells, half, kernel, radius, 1, Side);
        Blur(half, cells, kernel, radius, Side, 1);
    }

    private static void Blur(float[] from, float[] to, float[] kernel, int radius, int step, int line)
    {
        for (var start = 0; start < Side; start++)
        {
            for (var at = 0; at < Side; at++)
            {
                var (sum, weight) = (0f, 0f);
                for (var i = Math.Max(-radius, -at); i <= Math.Min(radius, Side - 1 - at); i++)
                {
                    sum += from[(start * line) + ((at + i) * step)] * kernel[i + radius];
                    weight += kernel[i + radius];
                }

                to[(start * line) + (at * step)] = sum / weight;
            }
        }
    }
}

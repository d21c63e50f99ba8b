using System.Numerics;
using System.Numerics.Tensors;
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
    private const int Radius = (int)(Sigma * 3);

    private static readonly float[] Kernel = [.. Enumerable.Range(-Radius, (2 * Radius) + 1).Select(i => MathF.Exp(-i * i / (2 * Sigma * Sigma)))];

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
                TensorPrimitives.Multiply(cells, Beside, cells);
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
        var (magnitudes, log, mean) = (new double[channel.Length], new double[channel.Length], new double[channel.Length]);
        for (var i = 0; i < channel.Length; i++)
        {
            magnitudes[i] = Math.Sqrt((channel[i].Real * channel[i].Real) + (channel[i].Imaginary * channel[i].Imaginary));
        }

        TensorPrimitives.Add(magnitudes, 1e-6, log);
        TensorPrimitives.Log(log, log);
        MeanAround(log, mean);
        TensorPrimitives.Subtract(log, mean, log);
        TensorPrimitives.Exp<double>(log, log);
        for (var i = 0; i < channel.Length; i++)
        {
            // The phase stays: the number is made longer or shorter. One without length has the phase 0.
            channel[i] = magnitudes[i] > 0 ? channel[i] * (log[i] / magnitudes[i]) : log[i];
        }

        Fourier.Transform(channel, Side, isInverse: true);
        for (var i = 0; i < sum.Length; i++)
        {
            sum[i] += (float)((channel[i].Real * channel[i].Real) + (channel[i].Imaginary * channel[i].Imaginary));
        }
    }

    /// <summary>Of the 3 × 3 neighbours; a spectrum goes on at the other side.</summary>
    private static void MeanAround(double[] log, double[] mean)
    {
        var row = new double[Side];
        for (var y = 0; y < Side; y++)
        {
            var (above, here, below) = (((y + Side - 1) % Side) * Side, y * Side, ((y + 1) % Side) * Side);
            for (var x = 0; x < Side; x++)
            {
                row[x] = log[above + x] + log[here + x] + log[below + x];
            }

            for (var x = 0; x < Side; x++)
            {
                mean[here + x] = (row[(x + Side - 1) % Side] + row[x] + row[(x + 1) % Side]) / 9;
            }
        }
    }

    private static void Blur(float[] cells)
    {
        var half = new float[cells.Length];
        BlurColumns(cells, half);
        Transpose(half);
        BlurColumns(half, cells);
        Transpose(cells);
    }

    /// <summary>Each row becomes the weighted mean of those above and below it.</summary>
    private static void BlurColumns(float[] from, float[] to)
    {
        Array.Clear(to);
        for (var at = 0; at < Side; at++)
        {
            var row = to.AsSpan(at * Side, Side);
            var weight = 0f;
            for (var i = Math.Max(-Radius, -at); i <= Math.Min(Radius, Side - 1 - at); i++)
            {
                TensorPrimitives.MultiplyAdd(from.AsSpan((at + i) * Side, Side), Kernel[i + Radius], row, row);
                weight += Kernel[i + Radius];
            }

            TensorPrimitives.Divide(row, weight, row);
        }
    }

    private static void Transpose(float[] cells)
    {
        for (var y = 0; y < Side; y++)
        {
            for (var x = y + 1; x < Side; x++)
            {
                (cells[(y * Side) + x], cells[(x * Side) + y]) = (cells[(x * Side) + y], cells[(y * Side) + x]);
            }
        }
    }
}

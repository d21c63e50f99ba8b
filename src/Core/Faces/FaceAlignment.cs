using System.Runtime.InteropServices;

namespace Magpie.Faces;

/// <summary>
/// The similarity transform (turn, scale, shift) that brings a face's five points nearest to where an embedding expects them, by least squares. Places of the
/// points: ArcFace's for 112 × 112 pixels (Deng et al., "ArcFace", CVPR 2019; insightface <c>face_align.py</c>).
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FaceAlignment(float Cos, float Sin, float ShiftX, float ShiftY)
{
    /// <summary>Pixels of a side of the template.</summary>
    public const int Side = 112;

    private const int Channels = 3;

    /// <summary>A face that is larger than the template is averaged over as many samples along an axis, at most.</summary>
    private const int MostSamples = 8;

    private static readonly FacePoint[] Template =
    [
        new(38.2946f, 51.6963f), new(73.5318f, 51.5014f), new(56.0252f, 71.7366f), new(41.5493f, 92.3655f), new(70.7299f, 92.2041f),
    ];

    public static FaceAlignment Of(IReadOnlyList<FacePoint> points)
    {
        var (fromX, fromY) = (points.Average(point => point.X), points.Average(point => point.Y));
        var (toX, toY) = (Template.Average(point => point.X), Template.Average(point => point.Y));
        var (dot, cross, length) = (0.0, 0.0, 0.0);
        for (var i = 0; i < Template.Length; i++)
        {
            var (px, py) = (points[i].X - fromX, points[i].Y - fromY);
            var (qx, qy) = (Template[i].X - toX, Template[i].Y - toY);
            dot += (px * qx) + (py * qy);
            cross += (px * qy) - (py * qx);
            length += (px * px) + (py * py);
        }

        // Points that all lie in one place, or that have no best turn, say nothing about it.
        var (cos, sin) = length > 1e-3 && (dot * dot) + (cross * cross) > 1e-3 ? ((float)(dot / length), (float)(cross / length)) : (1f, 0f);
        return new(cos, sin, toX - (cos * fromX) + (sin * fromY), toY - (sin * fromX) - (cos * fromY));
    }

    /// <summary>Where a point of the picture comes to lie in the template.</summary>
    public FacePoint Place(FacePoint point) =>
        new((Cos * point.X) - (Sin * point.Y) + ShiftX, (Sin * point.X) + (Cos * point.Y) + ShiftY);

    /// <summary>Cuts the face out of byte[height, width, 3]: byte[side, side, 3]; what lies outside of the picture is black.</summary>
    /// <param name="side">Pixels of the result; the template is scaled to it.</param>
    public byte[] Cut(ReadOnlySpan<byte> rgb, int width, int height, int side)
    {
        var aligned = new byte[side * side * Channels];
        var square = (Cos * Cos) + (Sin * Sin);
        var step = Side / (float)side;
        var samples = Math.Clamp((int)MathF.Ceiling(step / MathF.Sqrt(square) - 0.01f), 1, MostSamples);
        Span<float> sum = stackalloc float[Channels];
        for (var y = 0; y < side; y++)
        {
            for (var x = 0; x < side; x++)
            {
                sum.Clear();
                for (var sample = 0; sample < samples * samples; sample++)
                {
                    // Undo the shift, then turn back and scale back.
                    var dx = ((x + Offset(sample % samples, samples)) * step) - ShiftX;
                    var dy = ((y + Offset(sample / samples, samples)) * step) - ShiftY;
                    Add(rgb, width, height, ((Cos * dx) + (Sin * dy)) / square, ((Cos * dy) - (Sin * dx)) / square, sum);
                }

                for (var channel = 0; channel < Channels; channel++)
                {
                    aligned[(((y * side) + x) * Channels) + channel] = (byte)Math.Clamp((sum[channel] / (samples * samples)) + 0.5f, 0, 255);
                }
            }
        }

        return aligned;
    }

    /// <summary>Of a sample from the middle of its pixel.</summary>
    private static float Offset(int sample, int samples) => ((sample + 0.5f) / samples) - 0.5f;

    /// <summary>Adds the value at a place between four pixels.</summary>
    private static void Add(ReadOnlySpan<byte> rgb, int width, int height, float x, float y, Span<float> sum)
    {
        if (!(x > -1 && y > -1 && x < width && y < height))
        {
            return;
        }

        var (left, top) = ((int)MathF.Floor(x), (int)MathF.Floor(y));
        var (fx, fy) = (x - left, y - top);
        for (var corner = 0; corner < 4; corner++)
        {
            var (column, row) = (left + (corner & 1), top + (corner >> 1));
            if ((uint)column >= (uint)width || (uint)row >= (uint)height)
            {
                continue;
            }

            var weight = ((corner & 1) == 0 ? 1 - fx : fx) * ((corner >> 1) == 0 ? 1 - fy : fy);
            var at = ((row * width) + column) * Channels;
            for (var channel = 0; channel < Channels; channel++)
            {
                sum[channel] += weight * rgb[at + channel];
            }
        }
    }
}

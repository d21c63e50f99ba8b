using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

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
        var (cos, sin) = (Cos / square, Sin / square);
        var step = Side / (float)side;
        var samples = Math.Clamp((int)MathF.Ceiling(step / MathF.Sqrt(square) - 0.01f), 1, MostSamples);
        Span<FacePoint> offsets = stackalloc FacePoint[samples * samples];
        for (var sample = 0; sample < offsets.Length; sample++)
        {
            var (across, down) = (Offset(sample % samples, samples) * step, Offset(sample / samples, samples) * step);
            offsets[sample] = new((cos * across) + (sin * down), (cos * down) - (sin * across));
        }

        var (first, last) = (-0.5f * step, (side - 0.5f) * step);
        using var region = FaceRegion.Around(rgb, width, height, [Undo(cos, sin, first, first), Undo(cos, sin, first, last), Undo(cos, sin, last, first), Undo(cos, sin, last, last)]);
        for (var y = 0; y < side; y++)
        {
            for (var x = 0; x < side; x++)
            {
                var (px, py) = Undo(cos, sin, x * step, y * step);
                var sum = region?.Sum(px, py, offsets) ?? Sum(rgb, width, height, px, py, offsets);
                var mean = Vector128.ConvertToInt32(Vector128.Clamp((sum / offsets.Length) + Vector128.Create(0.5f), Vector128<float>.Zero, Vector128.Create(255f)));
                var pixel = aligned.AsSpan(((y * side) + x) * Channels, Channels);
                (pixel[0], pixel[1], pixel[2]) = ((byte)mean.GetElement(0), (byte)mean.GetElement(1), (byte)mean.GetElement(2));
            }
        }

        return aligned;
    }

    /// <summary>Of a sample from the middle of its pixel.</summary>
    private static float Offset(int sample, int samples) => ((sample + 0.5f) / samples) - 0.5f;

    /// <summary>Where a place of the template comes from: the shift is undone, then it is turned back and scaled back.</summary>
    private FacePoint Undo(float cos, float sin, float x, float y) =>
        new((cos * (x - ShiftX)) + (sin * (y - ShiftY)), (cos * (y - ShiftY)) - (sin * (x - ShiftX)));

    /// <summary>The sum of the colours at some places, each between four pixels; what lies outside of the picture is black.</summary>
    private static Vector128<float> Sum(ReadOnlySpan<byte> rgb, int width, int height, float x, float y, ReadOnlySpan<FacePoint> offsets)
    {
        var sum = Vector128<float>.Zero;
        foreach (var offset in offsets)
        {
            sum += At(rgb, width, height, x + offset.X, y + offset.Y);
        }

        return sum;
    }

    private static Vector128<float> At(ReadOnlySpan<byte> rgb, int width, int height, float x, float y)
    {
        if (!(x > -1 && y > -1 && x < width && y < height))
        {
            return default;
        }

        var (left, top) = ((int)MathF.Floor(x), (int)MathF.Floor(y));
        var (fx, fy) = (x - left, y - top);
        var sum = Vector128<float>.Zero;
        for (var corner = 0; corner < 4; corner++)
        {
            var (column, row) = (left + (corner & 1), top + (corner >> 1));
            if ((uint)column < (uint)width && (uint)row < (uint)height)
            {
                var weight = ((corner & 1) == 0 ? 1 - fx : fx) * ((corner >> 1) == 0 ? 1 - fy : fy);
                var place = ((row * width) + column) * Channels;
                sum += Vector128.Create(rgb[place], rgb[place + 1], rgb[place + 2], 0f) * weight;
            }
        }

        return sum;
    }
}

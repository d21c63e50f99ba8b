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

    /// <summary>Pixels of the picture to one of the template that are looked at in two places between them; of a larger face, squares of pixels are.</summary>
    private const float MostBetween = 3;

    /// <summary>A template that covers 86,000 pixels of a side and more is no face.</summary>
    private const float MostScale = MostBetween * FaceRegion.MostSide;

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
        var length = (Cos * Cos) + (Sin * Sin);
        var step = Side / (float)side;
        var scale = step / MathF.Sqrt(length);
        var (cos, sin) = (Cos / length, Sin / length);
        var (first, last) = (-0.5f * step, (side - 0.5f) * step);
        using var region = scale <= MostScale
            ? FaceRegion.Around(
                rgb,
                width,
                height,
                [Undo(cos, sin, first, first), Undo(cos, sin, first, last), Undo(cos, sin, last, first), Undo(cos, sin, last, last)],
                Math.Max(1, (int)MathF.Ceiling(scale / MostBetween)))
            : null;
        if (region is null)
        {
            return aligned;
        }

        // The middles of a pixel's quarters; a face that is not larger than the template is looked at once, in the middle.
        var quarter = scale > 1.01f ? step / 4 : 0;
        var (right, down) = (Vector128.Create(-quarter, quarter, -quarter, quarter), Vector128.Create(-quarter, -quarter, quarter, quarter));
        var (offsetX, offsetY) = ((right * cos) + (down * sin), (down * cos) - (right * sin));
        for (var y = 0; y < side; y++)
        {
            for (var x = 0; x < side; x++)
            {
                var (px, py) = Undo(cos, sin, x * step, y * step);
                var mean = region.Mean(offsetX + Vector128.Create(px), offsetY + Vector128.Create(py)) + Vector128.Create(0.5f);

                // No colour but by rounding leaves 0 to 255, and narrowing saturates.
                var words = Vector128.NarrowWithSaturation(Vector128.ConvertToInt32Native(mean).AsUInt32(), Vector128<uint>.Zero);
                var pixel = Vector128.NarrowWithSaturation(words, Vector128<ushort>.Zero).AsUInt32().ToScalar();
                var place = aligned.AsSpan(((y * side) + x) * Channels);
                (place[0], place[1], place[2]) = ((byte)pixel, (byte)(pixel >> 8), (byte)(pixel >> 16));
            }
        }

        return aligned;
    }

    /// <summary>Where a place of the template comes from: the shift is undone, then it is turned back and scaled back.</summary>
    private FacePoint Undo(float cos, float sin, float x, float y) =>
        new((cos * (x - ShiftX)) + (sin * (y - ShiftY)), (cos * (y - ShiftY)) - (sin * (x - ShiftX)));
}

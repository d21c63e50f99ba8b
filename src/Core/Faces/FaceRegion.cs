using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Magpie.Faces;

/// <summary>The part of a picture that a face is cut from, as float[height, width, 4]: each of its pixels is looked at many times, and made into floats once.</summary>
internal sealed class FaceRegion : IDisposable
{
    private const int Channels = 3;

    /// <summary>Pixels of the largest: 4 MiB.</summary>
    private const int MostPixels = 1 << 18;

    private readonly float[] _pixels;
    private readonly int _left;
    private readonly int _top;
    private readonly int _width;

    private FaceRegion(ReadOnlySpan<byte> rgb, int stride, int left, int top, int width, int height)
    {
        (_left, _top, _width) = (left, top, width);
        _pixels = ArrayPool<float>.Shared.Rent(width * height * Vector128<float>.Count);
        ref var pixels = ref MemoryMarshal.GetArrayDataReference(_pixels);
        for (var row = 0; row < height; row++)
        {
            var line = rgb[((((top + row) * stride) + left) * Channels)..];
            for (var column = 0; column < width; column++)
            {
                Pixel(MemoryMarshal.Read<uint>(line[(column * Channels)..])).StoreUnsafe(ref pixels, (nuint)(((row * width) + column) * Vector128<float>.Count));
            }
        }
    }

    /// <summary>The region around some places; null where they are not well within the picture, or too far apart.</summary>
    /// <param name="rgb">byte[height, width, 3].</param>
    public static FaceRegion? Around(ReadOnlySpan<byte> rgb, int width, int height, ReadOnlySpan<FacePoint> places)
    {
        var (left, top, right, bottom) = (float.MaxValue, float.MaxValue, float.MinValue, float.MinValue);
        foreach (var place in places)
        {
            (left, top) = (Math.Min(left, place.X), Math.Min(top, place.Y));
            (right, bottom) = (Math.Max(right, place.X), Math.Max(bottom, place.Y));
        }

        // Compared as they are: a place far outside is no int, and one that is no number is nowhere.
        if (!(left >= 1 && top >= 1 && right < width - 3 && bottom < height - 3))
        {
            return null;
        }

        // One pixel more on each side than lies between the places: sums are rounded.
        var (x, y) = ((int)left - 1, (int)top - 1);
        var (across, down) = ((int)right + 3 - x, (int)bottom + 3 - y);
        return (long)across * down <= MostPixels ? new(rgb, width, x, y, across, down) : null;
    }

    /// <summary>The sum of the colours at some places, each between four pixels.</summary>
    /// <param name="offsets">Of the places, from the one that is given; all are within the region.</param>
    public Vector128<float> Sum(float x, float y, ReadOnlySpan<FacePoint> offsets)
    {
        const int size = 4;
        var sum = Vector128<float>.Zero;
        ref var pixels = ref MemoryMarshal.GetArrayDataReference(_pixels);
        foreach (var offset in offsets)
        {
            var (px, py) = (x + offset.X - _left, y + offset.Y - _top);
            var (column, row) = ((int)px, (int)py);
            var (fx, fy) = (Vector128.Create(px - column), Vector128.Create(py - row));
            var at = (nuint)(((row * _width) + column) * size);
            var next = at + (nuint)(_width * size);
            var (above, below) = (Vector128.LoadUnsafe(ref pixels, at), Vector128.LoadUnsafe(ref pixels, next));
            above = Vector128.MultiplyAddEstimate(Vector128.LoadUnsafe(ref pixels, at + size) - above, fx, above);
            below = Vector128.MultiplyAddEstimate(Vector128.LoadUnsafe(ref pixels, next + size) - below, fx, below);
            sum += Vector128.MultiplyAddEstimate(below - above, fy, above);
        }

        return sum;
    }

    public void Dispose() => ArrayPool<float>.Shared.Return(_pixels);

    /// <summary>The three low bytes as floats; the fourth is of the next pixel.</summary>
    private static Vector128<float> Pixel(uint bytes) =>
        Vector128.ConvertToSingle(Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalarUnsafe(bytes).AsByte())).AsInt32());
}

using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Magpie.Imaging;

/// <summary>
/// Makes pictures smaller by a triangle over each new pixel's whole footprint, which is Pillow's BILINEAR: columns first, a new row at a time, then along it,
/// without rounding to bytes in between. Does in one pass over the pixels what takes libvips several.
/// </summary>
internal static class TriangleFilter
{
    private const int Bands = PixelBuffer.Bands;

    /// <summary>Floats after a row, so that its last pixel can be read as a vector.</summary>
    private const int Spare = 4;

    /// <summary>Whether it can: neither side is to grow.</summary>
    public static bool CanResize(int width, int height, int toWidth, int toHeight) => toWidth <= width && toHeight <= height;

    /// <summary>Fills byte[toHeight, toWidth, 3] from byte[height, width, 3].</summary>
    public static void Resize(ReadOnlySpan<byte> from, int width, int height, Span<byte> to, int toWidth, int toHeight)
    {
        if (from.Length != width * height * Bands || to.Length != toWidth * toHeight * Bands || !CanResize(width, height, toWidth, toHeight))
        {
            throw new ArgumentException("Pixels must be width times height times 3 long, and the new sides at most the old ones.", nameof(to));
        }

        Resize(from, to, new(width, toWidth), new(height, toHeight), take: null);
    }

    /// <summary>Makes the same, a row at a time.</summary>
    public static void Resize(ReadOnlySpan<byte> from, int width, int height, int toWidth, int toHeight, PixelRow take)
    {
        if (from.Length != width * height * Bands || !CanResize(width, height, toWidth, toHeight))
        {
            throw new ArgumentException("Pixels must be width times height times 3 long, and the new sides at most the old ones.", nameof(from));
        }

        Resize(from, new byte[toWidth * Bands], new(width, toWidth), new(height, toHeight), take);
    }

    private static void Resize(ReadOnlySpan<byte> from, Span<byte> to, TriangleTaps across, TriangleTaps down, PixelRow? take)
    {
        if (WholeTriangleFilter.CanResize(across, down))
        {
            WholeTriangleFilter.Resize(from, to, across, down, take);
        }
        else
        {
            InFloats(from, to, across, down, take);
        }
    }

    /// <summary>The same in floats: for processors without the instructions of the other way, and for what it is too coarse for.</summary>
    /// <param name="to">All rows, or one where they are taken.</param>
    public static void InFloats(ReadOnlySpan<byte> from, Span<byte> to, TriangleTaps across, TriangleTaps down, PixelRow? take = null)
    {
        var (stride, toStride) = (across.Length * Bands, across.Count * Bands);
        var (first, weights) = across.Evened();
        var row = ArrayPool<float>.Shared.Rent(stride + Spare);
        try
        {
            row.AsSpan(stride, Spare).Clear();
            for (var y = 0; y < down.Count; y++)
            {
                Down(from[(down.First[y] * stride)..], stride, down.WeightsOf(y), row.AsSpan(0, stride));
                var line = take is null ? to.Slice(y * toStride, toStride) : to;
                Across(row, first, weights, across.Most, line);
                take?.Invoke(y, line);
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(row);
        }
    }

    /// <summary>A row as the weighted sum of rows.</summary>
    private static void Down(ReadOnlySpan<byte> rows, int stride, ReadOnlySpan<float> weights, Span<float> row)
    {
        ref var source = ref MemoryMarshal.GetReference(rows);
        ref var target = ref MemoryMarshal.GetReference(row);
        var at = 0;
        for (; at + Vector256<byte>.Count <= stride; at += Vector256<byte>.Count)
        {
            var (a, b, c, d) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
            for (var i = 0; i < weights.Length; i++)
            {
                var weight = Vector256.Create(weights[i]);
                var (low, high) = Vector256.Widen(Vector256.LoadUnsafe(ref source, (nuint)((i * stride) + at)));
                var (first, second) = Vector256.Widen(low);
                var (third, fourth) = Vector256.Widen(high);
                a = Vector256.MultiplyAddEstimate(Vector256.ConvertToSingle(first.AsInt32()), weight, a);
                b = Vector256.MultiplyAddEstimate(Vector256.ConvertToSingle(second.AsInt32()), weight, b);
                c = Vector256.MultiplyAddEstimate(Vector256.ConvertToSingle(third.AsInt32()), weight, c);
                d = Vector256.MultiplyAddEstimate(Vector256.ConvertToSingle(fourth.AsInt32()), weight, d);
            }

            a.StoreUnsafe(ref target, (nuint)at);
            b.StoreUnsafe(ref target, (nuint)(at + 8));
            c.StoreUnsafe(ref target, (nuint)(at + 16));
            d.StoreUnsafe(ref target, (nuint)(at + 24));
        }

        for (; at < stride; at++)
        {
            var sum = 0f;
            for (var i = 0; i < weights.Length; i++)
            {
                sum += rows[(i * stride) + at] * weights[i];
            }

            row[at] = sum;
        }
    }

    /// <summary>Pixels as the weighted sums of so many pixels of a row each.</summary>
    private static void Across(ReadOnlySpan<float> row, ReadOnlySpan<int> first, ReadOnlySpan<float> weights, int count, Span<byte> to)
    {
        ref var source = ref MemoryMarshal.GetReference(row);
        var half = Vector128.Create(0.5f);
        ref var all = ref MemoryMarshal.GetReference(weights);
        var last = first.Length - 1;
        for (var x = 0; x <= last; x++)
        {
            var at = (nuint)(first[x] * Bands);
            ref var weight = ref Unsafe.Add(ref all, x * count);
            var sum = half;
            for (var i = 0; i < count; i++, at += Bands)
            {
                sum = Vector128.MultiplyAddEstimate(Vector128.LoadUnsafe(ref source, at), Vector128.Create(Unsafe.Add(ref weight, i)), sum);
            }

            // Weights are positive and add up to one: nothing leaves 0 to 255 but by rounding, and narrowing saturates.
            var words = Vector128.NarrowWithSaturation(Vector128.ConvertToInt32Native(sum).AsUInt32(), Vector128<uint>.Zero);
            var pixel = Vector128.NarrowWithSaturation(words, Vector128<ushort>.Zero).AsUInt32().ToScalar();
            var place = to[(x * Bands)..];
            if (x < last)
            {
                // The fourth byte is the next pixel's, which is written after it.
                MemoryMarshal.Write(place, pixel);
            }
            else
            {
                (place[0], place[1], place[2]) = ((byte)pixel, (byte)(pixel >> 8), (byte)(pixel >> 16));
            }
        }
    }
}

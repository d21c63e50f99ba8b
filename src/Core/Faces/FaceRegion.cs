using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Magpie.Imaging;

namespace Magpie.Faces;

/// <summary>
/// The part of a picture that a face is cut from, as float[height, width, 4]: sums over squares of pixels, so that a large face is made small by adding up whole
/// pixels once, and what is looked at many times is a float already. What lies outside of the picture is black.
/// </summary>
internal sealed class FaceRegion : IDisposable
{
    private const int Channels = 3;
    private const int Floats = 4;

    /// <summary>Of a square: the sum of so many bytes is still a ushort.</summary>
    public const int MostSide = 256;

    private readonly float[] _sums;
    private readonly float _left;
    private readonly float _top;
    private readonly int _side;
    private readonly int _width;

    private FaceRegion(ReadOnlySpan<byte> rgb, int width, int height, int left, int top, int side, int across, int down)
    {
        // Places are of middles of pixels; that of the first square's is between its pixels'.
        (_left, _top, _side, _width) = (left + ((side - 1) / 2f), top + ((side - 1) / 2f), side, across);
        _sums = ArrayPool<float>.Shared.Rent(across * down * Floats);
        var columns = across * side * Channels;
        var strip = ArrayPool<ushort>.Shared.Rent(columns + Floats);
        strip.AsSpan(0, columns + Floats).Clear();
        var (first, last) = (Math.Max(left, 0), Math.Min(left + (across * side), width));
        var inside = strip.AsSpan((first - left) * Channels, (last - first) * Channels);
        for (var row = 0; row < down; row++)
        {
            inside.Clear();
            for (var y = Math.Max(top + (row * side), 0); y < Math.Min(top + ((row + 1) * side), height); y++)
            {
                Add(rgb.Slice(((y * width) + first) * Channels, inside.Length), inside);
                if (y + side < height)
                {
                    Upcoming.Fetch(rgb.Slice((((y + side) * width) + first) * Channels, inside.Length));
                }
            }

            var sums = _sums.AsSpan(row * across * Floats, across * Floats);
            if (side == 1)
            {
                Widen(strip, sums);
            }
            else
            {
                AddUp(strip, side, sums);
            }
        }

        ArrayPool<ushort>.Shared.Return(strip);
    }

    /// <summary>The region around some places; null where it is none of the picture.</summary>
    /// <param name="rgb">byte[height, width, 3].</param>
    /// <param name="side">Pixels of a square's side, 1 to <see cref="MostSide"/>.</param>
    public static FaceRegion? Around(ReadOnlySpan<byte> rgb, int width, int height, ReadOnlySpan<FacePoint> places, int side)
    {
        var (left, top, right, bottom) = (float.MaxValue, float.MaxValue, float.MinValue, float.MinValue);
        foreach (var place in places)
        {
            (left, top) = (Math.Min(left, place.X), Math.Min(top, place.Y));
            (right, bottom) = (Math.Max(right, place.X), Math.Max(bottom, place.Y));
        }

        // Compared as they are: a place far outside is no int, and one that is no number is nowhere.
        if (!(right > -1 && bottom > -1 && left < width && top < height))
        {
            return null;
        }

        // A square more on each side than lies between the places: sums are rounded.
        var (x, y) = ((int)MathF.Floor(left) - side, (int)MathF.Floor(top) - side);
        var (across, down) = ((((int)right - x) / side) + 3, (((int)bottom - y) / side) + 3);
        return new(rgb, width, height, x, y, side, across, down);
    }

    /// <summary>The mean of the colours at four places, each between the middles of four squares.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<float> Mean(Vector128<float> x, Vector128<float> y)
    {
        var scale = Vector128.Create(1f / _side);
        (x, y) = ((x - Vector128.Create(_left)) * scale, (y - Vector128.Create(_top)) * scale);
        var (column, row) = (Vector128.ConvertToInt32Native(x), Vector128.ConvertToInt32Native(y));
        (x, y) = (x - Vector128.ConvertToSingle(column), y - Vector128.ConvertToSingle(row));
        var at = ((row * _width) + column) * Floats;
        var above = Between(at.GetElement(0), at.GetElement(1), Both(x, 0, 1), Both(y, 0, 1));
        var sum = above + Between(at.GetElement(2), at.GetElement(3), Both(x, 2, 3), Both(y, 2, 3));
        return (sum.GetLower() + sum.GetUpper()) * (scale * scale * 0.25f);
    }

    public void Dispose() => ArrayPool<float>.Shared.Return(_sums);

    /// <summary>The colours at two places side by side, each between four squares.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<float> Between(int one, int two, Vector256<float> x, Vector256<float> y)
    {
        var (above, below) = (Both(one, two), Both(one + (_width * Floats), two + (_width * Floats)));
        above = Vector256.MultiplyAddEstimate(Both(one + Floats, two + Floats) - above, x, above);
        below = Vector256.MultiplyAddEstimate(Both(one + ((_width + 1) * Floats), two + ((_width + 1) * Floats)) - below, x, below);
        return Vector256.MultiplyAddEstimate(below - above, y, above);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<float> Both(int one, int two)
    {
        ref var sums = ref MemoryMarshal.GetArrayDataReference(_sums);
        return Vector256.Create(Vector128.LoadUnsafe(ref sums, (nuint)one), Vector128.LoadUnsafe(ref sums, (nuint)two));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Both(Vector128<float> numbers, [ConstantExpected] int one, [ConstantExpected] int two) =>
        Vector256.Create(Vector128.Shuffle(numbers, Vector128.Create(one)), Vector128.Shuffle(numbers, Vector128.Create(two)));

    private static void Add(ReadOnlySpan<byte> bytes, Span<ushort> sums)
    {
        ref var source = ref MemoryMarshal.GetReference(bytes);
        ref var target = ref MemoryMarshal.GetReference(sums);
        var at = 0;
        for (; at + Vector256<byte>.Count <= bytes.Length; at += Vector256<byte>.Count)
        {
            var (low, high) = Vector256.Widen(Vector256.LoadUnsafe(ref source, (nuint)at));
            (low + Vector256.LoadUnsafe(ref target, (nuint)at)).StoreUnsafe(ref target, (nuint)at);
            (high + Vector256.LoadUnsafe(ref target, (nuint)(at + 16))).StoreUnsafe(ref target, (nuint)(at + 16));
        }

        for (; at < bytes.Length; at++)
        {
            sums[at] += bytes[at];
        }
    }

    /// <summary>Of so many pixels each; the fourth number is of the next pixel.</summary>
    private static void AddUp(ReadOnlySpan<ushort> strip, int side, Span<float> sums)
    {
        ref var source = ref MemoryMarshal.GetReference(strip);
        ref var target = ref MemoryMarshal.GetReference(sums);
        nuint from = 0;
        for (nuint at = 0; at < (nuint)sums.Length; at += Floats)
        {
            var sum = Vector128<int>.Zero;
            for (var end = from + (nuint)(side * Channels); from < end; from += Channels)
            {
                sum += Pixel(ref source, from);
            }

            Vector128.ConvertToSingle(sum).StoreUnsafe(ref target, at);
        }
    }

    /// <summary>Of one each.</summary>
    private static void Widen(ReadOnlySpan<ushort> strip, Span<float> sums)
    {
        ref var source = ref MemoryMarshal.GetReference(strip);
        ref var target = ref MemoryMarshal.GetReference(sums);
        nuint from = 0;
        for (nuint at = 0; at < (nuint)sums.Length; at += Floats, from += Channels)
        {
            Vector128.ConvertToSingle(Pixel(ref source, from)).StoreUnsafe(ref target, at);
        }
    }

    private static Vector128<int> Pixel(ref ushort strip, nuint at) =>
        Vector128.WidenLower(Vector64.LoadUnsafe(ref strip, at).ToVector128Unsafe()).AsInt32();
}

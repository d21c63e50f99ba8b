using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

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
            }

            AddUp(strip, side, _sums.AsSpan(row * across * Floats, across * Floats));
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
        var sum = Between(at.GetElement(0), Vector128.Shuffle(x, Vector128.Create(0)), Vector128.Shuffle(y, Vector128.Create(0)))
            + Between(at.GetElement(1), Vector128.Shuffle(x, Vector128.Create(1)), Vector128.Shuffle(y, Vector128.Create(1)))
            + (Between(at.GetElement(2), Vector128.Shuffle(x, Vector128.Create(2)), Vector128.Shuffle(y, Vector128.Create(2)))
            + Between(at.GetElement(3), Vector128.Shuffle(x, Vector128.Create(3)), Vector128.Shuffle(y, Vector128.Create(3))));
        return sum * (scale * scale * 0.25f);
    }

    public void Dispose() => ArrayPool<float>.Shared.Return(_sums);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector128<float> Between(int at, Vector128<float> x, Vector128<float> y)
    {
        ref var sums = ref MemoryMarshal.GetArrayDataReference(_sums);
        var (place, next) = ((nuint)at, (nuint)(at + (_width * Floats)));
        var (above, below) = (Vector128.LoadUnsafe(ref sums, place), Vector128.LoadUnsafe(ref sums, next));
        above = Vector128.MultiplyAddEstimate(Vector128.LoadUnsafe(ref sums, place + Floats) - above, x, above);
        below = Vector128.MultiplyAddEstimate(Vector128.LoadUnsafe(ref sums, next + Floats) - below, x, below);
        return Vector128.MultiplyAddEstimate(below - above, y, above);
    }

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
            var sum = Pixel(ref source, from);
            from += Channels;
            for (var i = 1; i < side; i++, from += Channels)
            {
                sum += Pixel(ref source, from);
            }

            Vector128.ConvertToSingle(sum).StoreUnsafe(ref target, at);
        }
    }

    private static Vector128<int> Pixel(ref ushort strip, nuint at) =>
        Vector128.WidenLower(Vector64.LoadUnsafe(ref strip, at).ToVector128Unsafe()).AsInt32();
}

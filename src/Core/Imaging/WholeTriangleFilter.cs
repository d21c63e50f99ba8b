using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Magpie.Imaging;

/// <summary>
/// <see cref="TriangleFilter"/> in whole numbers, two taps an instruction: weights of 14 bits, rows of 15 in between. Before rounding to bytes, what it makes is
/// within a twentieth of a level of what floats make.
/// </summary>
internal static class WholeTriangleFilter
{
    private const int Bands = PixelBuffer.Bands;
    private const int WeightBits = 14;
    private const int RowBits = 7;

    /// <summary>Of a place: the errors of weights add up, and with more taps weights have few digits.</summary>
    private const int MostTaps = 40;

    /// <summary>Shorts after a row: a pixel more than counts, as a vector.</summary>
    private const int Spare = 16;

    /// <summary>Pixels that are made at once.</summary>
    private const int Group = 4;

    public static bool CanResize(TriangleTaps across, TriangleTaps down) =>
        Avx2.IsSupported && across.Most <= MostTaps && down.Most <= MostTaps && across.Length * Bands >= Vector256<byte>.Count;

    /// <summary>Fills byte[down's places, across' places, 3].</summary>
    /// <param name="to">All rows, or one where they are taken.</param>
    public static void Resize(ReadOnlySpan<byte> from, Span<byte> to, TriangleTaps across, TriangleTaps down, PixelRow? take)
    {
        var (stride, toStride) = (across.Length * Bands, across.Count * Bands);
        var groups = new Groups(across);
        var row = ArrayPool<short>.Shared.Rent(stride + Spare);
        Span<short> weights = stackalloc short[MostTaps + 1];
        try
        {
            row.AsSpan(stride, Spare).Clear();
            for (var y = 0; y < down.Count; y++)
            {
                weights.Clear();
                down.Whole(y, 1 << WeightBits, weights);
                var (first, count) = (down.First[y], down.WeightsOf(y).Length);
                Down(from[(first * stride)..], stride, weights[..count], row);
                if (y + 1 < down.Count)
                {
                    // While this row is made, the memory of those that the next one wants is on its way.
                    Upcoming.Fetch(from[((first + count) * stride)..((down.First[y + 1] + down.WeightsOf(y + 1).Length) * stride)]);
                }

                var line = take is null ? to.Slice(y * toStride, toStride) : to;
                Across(row, groups, line);
                take?.Invoke(y, line);
            }
        }
        finally
        {
            ArrayPool<short>.Shared.Return(row);
        }
    }

    /// <summary>A row, in 128ths of a level, as the weighted sum of rows.</summary>
    private static void Down(ReadOnlySpan<byte> rows, int stride, ReadOnlySpan<short> weights, Span<short> row)
    {
        ref var source = ref MemoryMarshal.GetReference(rows);
        ref var target = ref MemoryMarshal.GetReference(row);
        var half = Vector256.Create(1 << (WeightBits - RowBits - 1));
        for (var next = 0; next < stride; next += Vector256<byte>.Count)
        {
            // The last vector ends where the row does, and makes some again.
            var at = Math.Min(next, stride - Vector256<byte>.Count);
            var (a, b, c, d) = (half, half, half, half);
            for (var i = 0; i < weights.Length; i += 2)
            {
                // An odd one is paired with itself, of weight zero.
                var isPair = i + 1 < weights.Length;
                var pair = Vector256.Create((ushort)weights[i] | ((isPair ? weights[i + 1] : 0) << 16)).AsInt16();
                var one = Vector256.LoadUnsafe(ref source, (nuint)((i * stride) + at));
                var two = isPair ? Vector256.LoadUnsafe(ref source, (nuint)(((i + 1) * stride) + at)) : one;
                var (low, high) = (Avx2.UnpackLow(one, two), Avx2.UnpackHigh(one, two));
                a += Avx2.MultiplyAddAdjacent(Avx2.UnpackLow(low, Vector256<byte>.Zero).AsInt16(), pair);
                b += Avx2.MultiplyAddAdjacent(Avx2.UnpackHigh(low, Vector256<byte>.Zero).AsInt16(), pair);
                c += Avx2.MultiplyAddAdjacent(Avx2.UnpackLow(high, Vector256<byte>.Zero).AsInt16(), pair);
                d += Avx2.MultiplyAddAdjacent(Avx2.UnpackHigh(high, Vector256<byte>.Zero).AsInt16(), pair);
            }

            // Eight of the lower half of the bytes and eight of the upper, each.
            var first = Avx2.PackSignedSaturate(a >> (WeightBits - RowBits), b >> (WeightBits - RowBits));
            var second = Avx2.PackSignedSaturate(c >> (WeightBits - RowBits), d >> (WeightBits - RowBits));
            Avx2.Permute2x128(first, second, 0x20).StoreUnsafe(ref target, (nuint)at);
            Avx2.Permute2x128(first, second, 0x31).StoreUnsafe(ref target, (nuint)(at + Vector256<short>.Count));
        }
    }

    /// <summary>Pixels as the weighted sums of pixels of a row.</summary>
    private static void Across(ReadOnlySpan<short> row, Groups groups, Span<byte> to)
    {
        const byte none = 0x80;
        const int shift = WeightBits + RowBits;
        ref var source = ref MemoryMarshal.GetReference(row);
        ref var weights = ref MemoryMarshal.GetArrayDataReference(groups.Weights);
        ref var firsts = ref MemoryMarshal.GetArrayDataReference(groups.First);
        var half = Vector256.Create(1 << (shift - 1));

        // Of two neighbouring pixels: reds, greens, blues.
        var pairs = Vector128.Create(0, 1, 6, 7, 2, 3, 8, 9, 4, 5, 10, 11, none, none, none, none);
        var pick = Vector256.Create(pairs, pairs);
        var pack = Vector256.Create(
            Vector128.Create(0, 1, 2, 4, 5, 6, none, none, none, none, none, none, none, none, none, none),
            Vector128.Create(none, none, none, none, none, none, 0, 1, 2, 4, 5, 6, none, none, none, none));
        Span<byte> rest = stackalloc byte[Vector128<byte>.Count];
        nuint weight = 0;
        for (var x = 0; x * Bands < to.Length; x += Group)
        {
            var first = Vector128.LoadUnsafe(ref firsts, (nuint)x);
            var (p, q, r, s) = ((nuint)first.GetElement(0), (nuint)first.GetElement(1), (nuint)first.GetElement(2), (nuint)first.GetElement(3));
            var (even, odd) = (half, half);
            for (var i = 0; i < groups.Pairs; i++)
            {
                var at = (nuint)(i * 2 * Bands);
                var one = Vector256.Create(Vector128.LoadUnsafe(ref source, p + at), Vector128.LoadUnsafe(ref source, r + at)).AsByte();
                var two = Vector256.Create(Vector128.LoadUnsafe(ref source, q + at), Vector128.LoadUnsafe(ref source, s + at)).AsByte();
                even += Avx2.MultiplyAddAdjacent(Avx2.Shuffle(one, pick).AsInt16(), Vector256.LoadUnsafe(ref weights, weight).AsInt16());
                odd += Avx2.MultiplyAddAdjacent(Avx2.Shuffle(two, pick).AsInt16(), Vector256.LoadUnsafe(ref weights, weight + 8).AsInt16());
                weight += 16;
            }

            // Weights add up to one: nothing leaves 0 to 255.
            var words = Avx2.PackSignedSaturate(even >> shift, odd >> shift);
            var bytes = Avx2.Shuffle(Avx2.PackUnsignedSaturate(words, words), pack);
            var pixels = bytes.GetLower() | bytes.GetUpper();
            var place = to[(x * Bands)..];
            if (place.Length >= Vector128<byte>.Count)
            {
                // Four bytes more than are made: they are the next pixels', which are written after these.
                pixels.CopyTo(place);
            }
            else
            {
                pixels.CopyTo(rest);
                rest[..Math.Min(place.Length, Group * Bands)].CopyTo(place);
            }
        }
    }

    /// <summary>Weights of four new pixels at a time, as the multiplications want them.</summary>
    private sealed class Groups
    {
        public Groups(TriangleTaps taps)
        {
            Pairs = (taps.Most + 1) / 2;
            var count = (taps.Count + Group - 1) / Group * Group;
            (First, Weights) = (new int[count], new int[count * Pairs * 4]);
            Span<short> whole = stackalloc short[(MostTaps + 1) * 2];
            for (var x = 0; x < taps.Count; x++)
            {
                // As many for each, of which some weigh nothing; they may lie after the row, but not before it.
                var first = Math.Max(0, Math.Min(taps.First[x], taps.Length - (Pairs * 2)));
                whole.Clear();
                taps.Whole(x, 1 << WeightBits, whole[(taps.First[x] - first)..]);
                First[x] = first * Bands;

                // First and third side by side, then second and fourth.
                var at = (x / Group * Pairs * 16) + ((x & 1) * 8) + ((x >> 1 & 1) * 4);
                for (var pair = 0; pair < Pairs; pair++, at += 16)
                {
                    Weights.AsSpan(at, 4).Fill((ushort)whole[pair * 2] | (whole[(pair * 2) + 1] << 16));
                }
            }
        }

        /// <summary>Vectors of a pair of taps, of each group.</summary>
        public int Pairs { get; }

        /// <summary>Where the shorts of the first taps begin.</summary>
        public int[] First { get; }

        /// <summary>int[groups, <see cref="Pairs"/>, 16], each of two shorts.</summary>
        public int[] Weights { get; }
    }
}

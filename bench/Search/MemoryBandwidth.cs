using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Magpie.Bench.Search;

/// <summary>Reads memory once, with as little work as there can be: what the machine's memory gives to one core.</summary>
internal static unsafe class MemoryBandwidth
{
    private const int Unrolled = 8;

    /// <summary>Sums 64-byte vectors into eight registers.</summary>
    public static long Read(sbyte* block, nint length)
    {
        var sums = Vector512<long>.Zero;
        var (a, b, c, d, e, f, g, h) = (sums, sums, sums, sums, sums, sums, sums, sums);
        var size = Vector512<sbyte>.Count;
        var end = block + (length / (size * Unrolled) * size * Unrolled);
        for (; block < end; block += size * Unrolled)
        {
            a += Load(block);
            b += Load(block + size);
            c += Load(block + (2 * size));
            d += Load(block + (3 * size));
            e += Load(block + (4 * size));
            f += Load(block + (5 * size));
            g += Load(block + (6 * size));
            h += Load(block + (7 * size));
        }

        return Vector512.Sum(a + b + c + d + e + f + g + h);
    }

    /// <summary>The same, and asks for what lies <paramref name="ahead"/> bytes further on: a processor that looks ahead too little by itself gives more.</summary>
    public static long ReadAhead(sbyte* block, nint length, int ahead)
    {
        var sums = Vector512<long>.Zero;
        var (a, b, c, d) = (sums, sums, sums, sums);
        var size = Vector512<sbyte>.Count;
        var end = block + (length / (size * 4) * size * 4);
        for (; block < end; block += size * 4)
        {
            for (var line = 0; Sse.IsSupported && line < 4; line++)
            {
                Sse.Prefetch0(block + ahead + (line * size));
            }

            a += Load(block);
            b += Load(block + size);
            c += Load(block + (2 * size));
            d += Load(block + (3 * size));
        }

        return Vector512.Sum(a + b + c + d);
    }

    private static Vector512<long> Load(sbyte* from) => Vector512.Load((long*)from);
}

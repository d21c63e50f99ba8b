using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Magpie.Search.Kernels;

/// <summary>
/// Goes through packed rows once. Memory is what limits it, so it asks for rows some kilobytes before it comes to them: the processor alone looks
/// ahead too little while there are products to compute, and gives half of its bandwidth.
/// </summary>
internal static unsafe class Int8Scan<TKernel, TSums>
    where TKernel : struct, IInt8Kernel<TSums>
    where TSums : unmanaged
{
    /// <summary>Bytes. Measured at 1, 2, 4, 8 and 16 KiB: 19, 21, 26, 30 and 28 GB/s, of 30 that plain reading gave; without, 12.</summary>
    private const int Ahead = 8192;

    /// <summary>Rows that a filter looks ahead at most.</summary>
    private const int MaxRowsAhead = 16;

    private const int CacheLine = 64;

    /// <summary>Cosines of the query and every row.</summary>
    public static void Cosines(QueryValues query, sbyte* block, ReadOnlySpan<float> scales, Span<float> cosines)
    {
        for (var row = 0; row < scales.Length; row++, block += query.Dimension)
        {
            cosines[row] = query.Cosine(Dot(query, block, block + Ahead), scales[row]);
        }
    }

    /// <summary>Offers every row to <paramref name="best"/>.</summary>
    public static void Nearest(QueryValues query, sbyte* block, ReadOnlySpan<float> scales, TopK best, int firstOrdinal)
    {
        for (var row = 0; row < scales.Length; row++, block += query.Dimension)
        {
            Offer(query.Cosine(Dot(query, block, block + Ahead), scales[row]), firstOrdinal + row, best);
        }
    }

    /// <summary>Offers the rows whose ordinals have their bit set, and reads no others.</summary>
    public static void Nearest(QueryValues query, sbyte* block, ReadOnlySpan<float> scales, TopK best, int firstOrdinal, ReadOnlySpan<ulong> allowed)
    {
        var rowsAhead = Math.Clamp(Ahead / query.Dimension, 1, MaxRowsAhead);
        var waiting = stackalloc int[MaxRowsAhead];
        var next = NextAllowed(allowed, firstOrdinal, 0);
        for (var i = 0; i < rowsAhead; i++)
        {
            waiting[i] = next;
            next = next < scales.Length ? NextAllowed(allowed, firstOrdinal, next + 1) : next;
        }

        for (var i = 0; waiting[i] < scales.Length; i = i + 1 < rowsAhead ? i + 1 : 0)
        {
            var row = waiting[i];
            waiting[i] = next;
            next = next < scales.Length ? NextAllowed(allowed, firstOrdinal, next + 1) : next;
            var ahead = query.Row(block, Math.Min(waiting[i], scales.Length));
            Offer(query.Cosine(Dot(query, query.Row(block, row), ahead), scales[row]), firstOrdinal + row, best);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Dot(QueryValues query, sbyte* row, sbyte* ahead)
    {
        if (query.Dimension < Int8Query.Step)
        {
            return ShortDot(query, row);
        }

        TSums sums = default;
        var i = 0;
        for (; i <= query.Dimension - CacheLine; i += CacheLine)
        {
            if (Sse.IsSupported)
            {
                // Never faults, also beyond the end of the block.
                Sse.Prefetch0(ahead + i);
            }

            sums = TKernel.Add(TKernel.Add(sums, query.Values + i, row + i), query.Values + i + Int8Query.Step, row + i + Int8Query.Step);
        }

        if (i <= query.Dimension - Int8Query.Step)
        {
            sums = TKernel.Add(sums, query.Values + i, row + i);
            i += Int8Query.Step;
        }

        return TKernel.Total(i < query.Dimension ? TKernel.Add(sums, query.Values + i, row + query.Dimension - Int8Query.Step) : sums);
    }

    private static int ShortDot(QueryValues query, sbyte* row)
    {
        var sum = 0;
        for (var i = 0; i < query.Dimension; i++)
        {
            sum += query.Values[i] * row[i];
        }

        return sum;
    }

    private static void Offer(float cosine, int ordinal, TopK best)
    {
        if (cosine >= best.Threshold)
        {
            best.Add(ordinal, cosine);
        }
    }

    /// <summary>The first row from <paramref name="row"/> on that is allowed; <see cref="int.MaxValue"/> when none is.</summary>
    private static int NextAllowed(ReadOnlySpan<ulong> allowed, int firstOrdinal, int row)
    {
        var ordinal = firstOrdinal + row;
        var word = ordinal >> 6;
        if (word >= allowed.Length)
        {
            return int.MaxValue;
        }

        var bits = allowed[word] & (ulong.MaxValue << (ordinal & 63));
        while (bits == 0)
        {
            if (++word == allowed.Length)
            {
                return int.MaxValue;
            }

            bits = allowed[word];
        }

        return (word << 6) + BitOperations.TrailingZeroCount(bits) - firstOrdinal;
    }
}

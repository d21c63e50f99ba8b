using System.Numerics;

namespace Magpie.Search.Kernels;

/// <summary>
/// Goes through packed rows once, four at a time: their partial sums do not wait for each other, and a piece of the query is loaded once for all.
/// </summary>
internal static unsafe class Int8Scan<TKernel, TSums>
    where TKernel : struct, IInt8Kernel<TSums>
    where TSums : unmanaged
{
    private const int RowsAtOnce = 4;

    /// <summary>Of the query and one row.</summary>
    public static int Dot(QueryValues query, sbyte* row)
    {
        if (query.Dimension < Int8Query.Step)
        {
            return ShortDot(query, row);
        }

        TSums sums = default;
        for (var i = 0; i < query.Whole; i += Int8Query.Step)
        {
            sums = TKernel.Add(sums, query.Values + i, row + i);
        }

        return TKernel.Total(query.Whole < query.Dimension ? TKernel.Add(sums, query.Values + query.Whole, row + query.Dimension - Int8Query.Step) : sums);
    }

    /// <summary>Of the query and every row.</summary>
    public static void Cosines(QueryValues query, sbyte* block, ReadOnlySpan<float> scales, Span<float> cosines)
    {
        var dots = stackalloc int[RowsAtOnce];
        for (var row = 0; row < scales.Length; row += RowsAtOnce)
        {
            var count = Math.Min(RowsAtOnce, scales.Length - row);
            var first = query.Row(block, row);
            Dots(query, first, first + query.Dimension, first + (2 * query.Dimension), first + (3 * query.Dimension), count, dots);
            for (var i = 0; i < count; i++)
            {
                cosines[row + i] = query.Cosine(dots[i], scales[row + i]);
            }
        }
    }

    /// <summary>Offers every row to <paramref name="best"/>.</summary>
    public static void Nearest(QueryValues query, sbyte* block, ReadOnlySpan<float> scales, TopK best, int firstOrdinal)
    {
        var dots = stackalloc int[RowsAtOnce];
        for (var row = 0; row < scales.Length; row += RowsAtOnce)
        {
            var count = Math.Min(RowsAtOnce, scales.Length - row);
            var first = query.Row(block, row);
            Dots(query, first, first + query.Dimension, first + (2 * query.Dimension), first + (3 * query.Dimension), count, dots);
            for (var i = 0; i < count; i++)
            {
                Offer(query.Cosine(dots[i], scales[row + i]), firstOrdinal + row + i, best);
            }
        }
    }

    /// <summary>Offers the rows whose ordinals have their bit set.</summary>
    public static void Nearest(QueryValues query, sbyte* block, ReadOnlySpan<float> scales, TopK best, int firstOrdinal, ReadOnlySpan<ulong> allowed)
    {
        var dots = stackalloc int[RowsAtOnce];
        var rows = stackalloc int[RowsAtOnce];
        var row = NextAllowed(allowed, firstOrdinal, 0);
        while (row < scales.Length)
        {
            var count = 0;
            for (; count < RowsAtOnce && row < scales.Length; row = NextAllowed(allowed, firstOrdinal, row + 1))
            {
                rows[count++] = row;
            }

            Dots(query, query.Row(block, rows[0]), query.Row(block, rows[1]), query.Row(block, rows[2]), query.Row(block, rows[3]), count, dots);
            for (var i = 0; i < count; i++)
            {
                Offer(query.Cosine(dots[i], scales[rows[i]]), firstOrdinal + rows[i], best);
            }
        }
    }

    /// <summary>Of four rows, or of the first <paramref name="count"/> where it is less: the other rows are not touched then.</summary>
    private static void Dots(QueryValues query, sbyte* a, sbyte* b, sbyte* c, sbyte* d, int count, int* dots)
    {
        if (count < RowsAtOnce || query.Dimension < Int8Query.Step)
        {
            dots[0] = Dot(query, a);
            dots[1] = count > 1 ? Dot(query, b) : 0;
            dots[2] = count > 2 ? Dot(query, c) : 0;
            dots[3] = count > 3 ? Dot(query, d) : 0;
            return;
        }

        TSums sumsA = default, sumsB = default, sumsC = default, sumsD = default;
        for (var i = 0; i < query.Whole; i += Int8Query.Step)
        {
            var values = query.Values + i;
            sumsA = TKernel.Add(sumsA, values, a + i);
            sumsB = TKernel.Add(sumsB, values, b + i);
            sumsC = TKernel.Add(sumsC, values, c + i);
            sumsD = TKernel.Add(sumsD, values, d + i);
        }

        if (query.Whole < query.Dimension)
        {
            var values = query.Values + query.Whole;
            var offset = query.Dimension - Int8Query.Step;
            sumsA = TKernel.Add(sumsA, values, a + offset);
            sumsB = TKernel.Add(sumsB, values, b + offset);
            sumsC = TKernel.Add(sumsC, values, c + offset);
            sumsD = TKernel.Add(sumsD, values, d + offset);
        }

        dots[0] = TKernel.Total(sumsA);
        dots[1] = TKernel.Total(sumsB);
        dots[2] = TKernel.Total(sumsC);
        dots[3] = TKernel.Total(sumsD);
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

using Magpie.Search;

namespace Magpie.Core.Tests.Search.Vectors;

public sealed class Int8QueryTests
{
    [Fact]
    public void The_nearest_are_those_that_cosines_of_all_rank_first()
    {
        var random = new Random(1);
        var (block, scales) = MadeVectors.Quantize([.. Enumerable.Range(0, 1003).Select(_ => MadeVectors.Random(random, 65))]);
        var query = new Int8Query(MadeVectors.Random(random, 65));
        var cosines = new float[scales.Length];
        query.Cosines(block, scales, cosines);
        var best = new TopK(50);
        query.Nearest(block, scales, best, 7);
        best.ToRanked().ShouldBe(cosines.Select((cosine, row) => new ScoredOrdinal(row + 7, cosine)).OrderByDescending(one => one.Score).ThenBy(one => one.Ordinal).Take(50));
        query.Cosine(block.AsSpan(65, 65), scales[1]).ShouldBe(cosines[1]);
    }

    [Fact]
    public void Blocks_one_after_the_other_are_as_good_as_one()
    {
        var random = new Random(2);
        var (block, scales) = MadeVectors.Quantize([.. Enumerable.Range(0, 90).Select(_ => MadeVectors.Random(random, 48))]);
        var query = new Int8Query(MadeVectors.Random(random, 48));
        var (whole, parts) = (new TopK(10), new TopK(10));
        query.Nearest(block, scales, whole, 0);
        for (var row = 0; row < 90; row += 30)
        {
            query.Nearest(block.AsSpan(row * 48, 30 * 48), scales.AsSpan(row, 30), parts, row);
        }

        parts.ToRanked().ShouldBe(whole.ToRanked());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(50)]
    [InlineData(97)]
    [InlineData(100)]
    public void Only_what_a_filter_left_is_offered(int percent)
    {
        var random = new Random(percent);
        var (block, scales) = MadeVectors.Quantize([.. Enumerable.Range(0, 517).Select(_ => MadeVectors.Random(random, 33))]);
        var query = new Int8Query(MadeVectors.Random(random, 33));
        foreach (var first in new[] { 0, 1, 63, 64, 200 })
        {
            var allowed = new ulong[(first + 517 + 63) / 64];
            foreach (var ordinal in Enumerable.Range(0, first + 517).Where(_ => random.Next(100) < percent))
            {
                allowed[ordinal / 64] |= 1UL << (ordinal % 64);
            }

            var (all, best) = (new TopK(517), new TopK(517));
            query.Nearest(block, scales, all, first);
            query.Nearest(block, scales, best, first, allowed);
            best.ToRanked().ShouldBe(all.ToRanked().Where(one => (allowed[one.Ordinal / 64] >> (one.Ordinal % 64) & 1) == 1));
        }
    }

    [Fact]
    public void A_filter_that_is_too_short_leaves_out_the_rest()
    {
        var (block, scales) = MadeVectors.Quantize([.. Enumerable.Repeat(new float[] { 1, 0 }, 200)]);
        var best = new TopK(200);
        new Int8Query([1, 0]).Nearest(block, scales, best, 0, [ulong.MaxValue]);
        best.ToRanked().Select(one => one.Ordinal).ShouldBe(Enumerable.Range(0, 64));
        best.Clear();
        new Int8Query([1, 0]).Nearest(block, scales, best, 0, []);
        best.Count.ShouldBe(0);
    }

    [Theory]
    [InlineData(576)]
    [InlineData(1280)]
    public void Of_the_50_nearest_by_float32_98_in_a_hundred_are_found(int dimension)
    {
        var random = new Random(dimension);
        var vectors = Enumerable.Range(0, 4000).Select(_ => MadeVectors.Random(random, dimension)).ToArray();
        var (block, scales) = MadeVectors.Quantize(vectors);
        var found = 0;
        for (var i = 0; i < 10; i++)
        {
            var query = MadeVectors.Random(random, dimension);
            var (exact, best) = (new TopK(50), new TopK(50));
            for (var row = 0; row < vectors.Length; row++)
            {
                exact.Add(row, (float)MadeVectors.Cosine(query, vectors[row]));
            }

            new Int8Query(query).Nearest(block, scales, best, 0);
            found += exact.ToRanked().Select(one => one.Ordinal).Intersect(best.ToRanked().Select(one => one.Ordinal)).Count();
        }

        (found / 500.0).ShouldBeGreaterThanOrEqualTo(0.98);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_query_without_a_direction_is_like_nothing(float value)
    {
        var (block, scales) = MadeVectors.Quantize([[1, 0, 0]]);
        new Int8Query(float.IsFinite(value) ? [0, 0, 0] : [1, value, 0]).Cosine(block, scales[0]).ShouldBe(0);
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_said()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new Int8Query([]));
        Should.Throw<ArgumentOutOfRangeException>(() => new Int8Query(new float[4097]));
        var query = new Int8Query([1, 0]);
        Should.Throw<ArgumentException>(() => query.Cosine([1, 0, 0], 1));
        Should.Throw<ArgumentException>(() => query.Cosines([1, 0, 1, 0], [1, 1], new float[1]));
        Should.Throw<ArgumentException>(() => query.Nearest([1, 0, 1], [1, 1], new TopK(1), 0));
        Should.Throw<ArgumentException>(() => query.Nearest([1, 0, 1], [1, 1], new TopK(1), 0, [1]));
    }

    [Fact]
    public void Searching_allocates_nothing()
    {
        var random = new Random(3);
        var (block, scales) = MadeVectors.Quantize([.. Enumerable.Range(0, 400).Select(_ => MadeVectors.Random(random, 70))]);
        var query = new Int8Query(MadeVectors.Random(random, 70));
        var (best, allowed) = (new TopK(10), Enumerable.Repeat(0x5555555555555555UL, 7).ToArray());
        long allocated = 0;
        for (var run = 0; run < 2; run++)
        {
            best.Clear();
            allocated = GC.GetAllocatedBytesForCurrentThread();
            query.Nearest(block, scales, best, 0);
            query.Nearest(block, scales, best, 0, allowed);
            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        }

        allocated.ShouldBe(0);
    }
}

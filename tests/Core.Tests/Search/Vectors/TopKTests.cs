using Magpie.Search;

namespace Magpie.Core.Tests.Search.Vectors;

public sealed class TopKTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 500)]
    [InlineData(7, 5)]
    [InlineData(50, 50)]
    [InlineData(50, 1000)]
    [InlineData(64, 1000)]
    public void It_keeps_what_sorting_all_would_put_first_whatever_the_order(int capacity, int count)
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            var all = Enumerable.Range(0, count).Select(ordinal => new ScoredOrdinal(ordinal, random.Next(20) / 10f)).ToArray();
            random.Shuffle(all);
            var best = new TopK(capacity);
            foreach (var (ordinal, score) in all)
            {
                best.Add(ordinal, score);
            }

            best.ToRanked().ShouldBe(all.OrderByDescending(one => one.Score).ThenBy(one => one.Ordinal).Take(capacity));
        }
    }

    [Fact]
    public void Of_equal_scores_the_lower_ordinals_stay()
    {
        var best = new TopK(2);
        best.Add(9, 1).ShouldBeTrue();
        best.Add(5, 1).ShouldBeTrue();
        best.Add(7, 1).ShouldBeTrue();
        best.Add(8, 1).ShouldBeFalse();
        best.ToRanked().ShouldBe([new(5, 1), new(7, 1)]);
    }

    [Fact]
    public void What_is_below_the_threshold_is_not_kept()
    {
        var best = new TopK(2);
        best.Threshold.ShouldBe(float.NegativeInfinity);
        best.Add(1, 0.5f);
        best.Threshold.ShouldBe(float.NegativeInfinity);
        best.Add(2, 0.25f);
        best.Threshold.ShouldBe(0.25f);
        best.Add(3, 0.2f).ShouldBeFalse();
        best.Add(4, 0.3f).ShouldBeTrue();
        best.Threshold.ShouldBe(0.3f);
    }

    [Fact]
    public void A_score_that_is_no_number_is_not_kept()
    {
        var best = new TopK(1);
        best.Add(1, float.NaN).ShouldBeFalse();
        best.Count.ShouldBe(0);
    }

    [Fact]
    public void It_is_empty_again_when_cleared()
    {
        var best = new TopK(2);
        best.Add(1, 1);
        best.Clear();
        best.ToRanked().ShouldBeEmpty();
        best.Threshold.ShouldBe(float.NegativeInfinity);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void There_is_room_for_one_at_least(int capacity) => Should.Throw<ArgumentOutOfRangeException>(() => new TopK(capacity));
}

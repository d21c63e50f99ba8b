using System.Diagnostics;
using Magpie.Concepts;

namespace Magpie.Core.Tests.Concepts;

public sealed class NamePatternTests
{
    [Theory]
    [InlineData("lab*", "label", true)]
    [InlineData("lab*", "Labrador", true)]
    [InlineData("lab*", "slab", false)]
    [InlineData("*lab", "slab", true)]
    [InlineData("*lab", "label", false)]
    [InlineData("b*t", "boat", true)]
    [InlineData("b*t", "bt", true)]
    [InlineData("b*t", "boats", false)]
    [InlineData("*a*b*", "xxaxxbxx", true)]
    [InlineData("*a*b*", "xxbxxaxx", false)]
    [InlineData("*", "anything", true)]
    [InlineData("dog", "dog", true)]
    [InlineData("dog", "dogs", false)]
    [InlineData("狗*", "狗屋", true)]
    public void A_star_stands_for_any_characters(string pattern, string name, bool matches) => new NamePattern(pattern).Matches(name).ShouldBe(matches);

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void Nothing_asked_for_is_empty(string pattern) => new NamePattern(pattern).IsEmpty.ShouldBeTrue();

    [Fact]
    public void A_pattern_made_to_take_for_ever_does_not()
    {
        var pattern = new NamePattern(string.Concat(Enumerable.Repeat("*a", 64)) + "b");
        var started = Stopwatch.GetTimestamp();
        for (var time = 0; time < 100; time++)
        {
            pattern.Matches(new string('a', 128)).ShouldBeFalse();
        }

        Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void An_id_of_a_tag_is_the_same_for_ever_and_another_for_each()
    {
        ConceptId.Of("dog").ShouldBe(ConceptId.Of("dog"));
        ConceptId.Of("dog").ShouldMatch("^ai_[0-9A-Za-z]{8}$");
        Enumerable.Range(0, 20_000).Select(number => ConceptId.Of($"tag {number}")).Distinct().Count().ShouldBe(20_000);
    }
}

using Magpie.Tagging;

namespace Magpie.Core.Tests.Tagging;

public sealed class TagRankingTests : IDisposable
{
    private readonly TinyPack _packs = new();

    [Fact]
    public void A_parent_is_as_sure_as_its_children_together_and_with_decrease_parents_as_the_surest()
    {
        Confidence("bird", [0.3f, 0.4f, 0], decreaseParents: false).ShouldBe(70, 1e-3);
        Confidence("bird", [0.3f, 0.4f, 0], decreaseParents: true).ShouldBe(40, 1e-3);
    }

    [Fact]
    public void The_sum_of_the_children_is_capped_at_a_hundred() => Confidence("bird", [0.8f, 0.7f, 0], decreaseParents: false).ShouldBe(100);

    [Fact]
    public void Nothing_at_or_below_the_least_is_a_tag()
    {
        Tags([0.25f, 0.2f, 0.1f], above: 25, decreaseParents: true).ShouldBeEmpty();
        Tags([0.26f, 0.2f, 0.1f], above: 25, decreaseParents: true).Select(tag => tag.Tag).ShouldBe(["owl", "bird"]);
    }

    [Fact]
    public void A_label_comes_before_its_parent_and_alone_has_an_id()
    {
        var tags = Tags([0.5f, 0, 0], above: 7, decreaseParents: false);
        tags.Select(tag => (tag.Tag, tag.Id)).ShouldBe([("owl", "id-owl"), ("bird", null)]);
    }

    public void Dispose() => _packs.Dispose();

    private double Confidence(string tag, float[] scores, bool decreaseParents) =>
        Tags(scores, above: 7, decreaseParents).Single(ranked => ranked.Tag == tag).Confidence;

    private IReadOnlyList<RankedTag> Tags(float[] scores, double above, bool decreaseParents)
    {
        _packs.Add(labels: names =>
            (names[0], names[1], names[2]) = (TinyPack.Label("owl", parents: "bird"), TinyPack.Label("eagle", parents: "bird"), TinyPack.Label("stone", parents: "thing")));
        using var tagging = new TaggingFixture(_packs.Root);
        return TagRanking.Of([new PackScores(tagging.Registry.Packs.ShouldHaveSingleItem(), scores, null)], decreaseParents, above);
    }
}

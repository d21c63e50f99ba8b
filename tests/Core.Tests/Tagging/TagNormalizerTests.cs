using FsCheck;
using FsCheck.Fluent;
using Magpie.Tagging;

namespace Magpie.Core.Tests.Tagging;

public sealed class TagNormalizerTests
{
    [Theory]
    [InlineData("  Bald Eagle ", "bald eagle")]
    [InlineData("bald\t\r\n  eagle", "bald eagle")]
    [InlineData("bald\u00a0eagle", "bald eagle")]
    [InlineData("ba\u0000ld\u0007", "bald")]
    [InlineData("e\u200bagle\u202e", "eagle")]
    [InlineData("WEISSKOPFSEEADLER Ä", "weisskopfseeadler ä")]
    [InlineData("ИВОЛГА", "иволга")]
    [InlineData("鷹", "鷹")]
    [InlineData("🦅 nest", "🦅 nest")]
    [InlineData("half \ud83e of a pair", "half of a pair")]
    [InlineData(" \u0001 ", "")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void A_tag_has_one_form(string? tag, string form) => TagNormalizer.Normalize(tag).ShouldBe(form);

    [Theory]
    [InlineData("bald eagle", "bald-eagle")]
    [InlineData("St. John's  Wort", "st-johns-wort")]
    [InlineData("snake_case", "snake_case")]
    [InlineData("- a - b -", "a-b")]
    [InlineData("50% off!", "50-off")]
    [InlineData("weißkopfseeadler", "weißkopfseeadler")]
    [InlineData("🦅", "")]
    [InlineData("a,b", "ab")]
    public void A_slug_keeps_letters_digits_underscores_and_hyphens(string tag, string slug) => TagNormalizer.ToSlug(tag).ShouldBe(slug);

    [Fact]
    public void Normalising_twice_changes_nothing() =>
        Prop.ForAll<string>(tag => TagNormalizer.Normalize(TagNormalizer.Normalize(tag)) == TagNormalizer.Normalize(tag)).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void A_normal_form_has_no_control_characters_and_no_white_space_but_single_spaces() =>
        Prop.ForAll<string>(tag =>
        {
            var form = TagNormalizer.Normalize(tag);
            return !form.Any(char.IsControl) && form.Trim() == form && !form.Contains("  ", StringComparison.Ordinal)
                && !form.Any(one => char.IsWhiteSpace(one) && one != ' ');
        }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void A_slug_of_a_slug_is_itself_and_holds_only_what_is_kept() =>
        Prop.ForAll<string>(tag =>
        {
            var slug = TagNormalizer.ToSlug(tag);
            return TagNormalizer.ToSlug(slug) == slug && !slug.StartsWith('-') && !slug.EndsWith('-')
                && !slug.Contains("--", StringComparison.Ordinal) && !slug.Any(one => char.IsWhiteSpace(one) || one == ',');
        }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Every_tag_of_a_list_is_there_once_in_its_order() =>
        Prop.ForAll<string[]>(tags =>
        {
            var list = TagNormalizer.NormalizeAll(tags);
            var expected = tags.Select(TagNormalizer.Normalize).Where(tag => tag.Length > 0).Distinct();
            return list.SequenceEqual(expected) && TagNormalizer.NormalizeAll(list).SequenceEqual(list);
        }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void The_users_tags_come_first_and_no_tag_twice() =>
        Prop.ForAll<string[], (string, byte)[]>((user, models) =>
        {
            var ml = models.Select(tag => new MlTag(tag.Item1 ?? "", tag.Item2 / 255f, [], "id", "pack@1")).ToList();
            var merged = TagMerge.Merge(user, ml);
            var own = TagNormalizer.NormalizeAll(user);
            return merged.Take(own.Count).SequenceEqual(own) && merged.Distinct().Count() == merged.Count
                && merged.Count == own.Union(ml.Select(tag => TagNormalizer.Normalize(tag.Tag)).Where(tag => tag.Length > 0)).Count();
        }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void The_models_tags_follow_by_falling_confidence()
    {
        MlTag[] models = [new("low", 0.5f, [], "1", "a@1"), new("high", 0.9f, [], "2", "a@1"), new("Nest", 0.7f, [], "3", "b@1")];

        TagMerge.Merge(["Nest ", "my  garden"], models).ShouldBe(["nest", "my garden", "high", "low"]);
    }
}

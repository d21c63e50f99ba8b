using Magpie.Search;

namespace Magpie.Core.Tests.Search;

public sealed class QueryTextTests
{
    [Theory]
    [InlineData("bald eagle", 2, 2)]
    [InlineData("one two three four five six seven eight nine ten eleven twelve thirteen", 12, 12)]
    [InlineData("\u72ac", 1, 1)]
    public void Each_part_has_its_words(string text, int parts, int words) => Counts(text).ShouldBe((parts, words));

    [Fact]
    public void Scripts_without_spaces_ask_for_no_more_words_than_others_may()
    {
        var chunk = string.Concat(Enumerable.Range(0, 50).Select(i => (char)(0x4e00 + i)));

        Counts(chunk).ShouldBe((1, QueryText.MaxWords));
        Counts($"dog {chunk} cat {chunk}").ShouldBe((2, QueryText.MaxWords));
        Counts($"{chunk[..QueryText.MaxWords]} cat").ShouldBe((1, QueryText.MaxWords));
    }

    private static (int Parts, int Words) Counts(string text)
    {
        var parsed = QueryText.Parse(text, isTyping: true, (_, _) => []).ShouldNotBeNull();
        return (parsed.Parts.Count, parsed.Parts.Sum(part => part.Words.Count));
    }
}

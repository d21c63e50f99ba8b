using Magpie.Tagging;

namespace Magpie.Core.Tests.Tagging;

public sealed class LanguagesTests
{
    [Fact]
    public void There_are_46_each_once() => Languages.All.Select(language => language.Code).Distinct(StringComparer.Ordinal).Count().ShouldBe(46);

    [Theory]
    [InlineData("de", "de")]
    [InlineData("DE", "de")]
    [InlineData("pt-BR", "pt")]
    [InlineData("zh-Hant-HK", "zh_cht")]
    [InlineData("zh", "zh_chs")]
    [InlineData("zh-TW", "zh_cht")]
    [InlineData("sr-Latn", "sr_latn")]
    [InlineData("sr-Cyrl-RS", "sr_cyrl")]
    [InlineData("sr", "sr_cyrl")]
    [InlineData("nb-NO", "no")]
    [InlineData("tlh", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    [InlineData("____", null)]
    public void A_code_is_found_as_others_write_it(string? code, string? ours) => (Languages.Find(code)?.Code).ShouldBe(ours);
}

using Magpie.Search;

namespace Magpie.Core.Tests.Search;

public sealed class TextFoldingTests
{
    [Theory]
    [InlineData("Élan", "elan")]
    [InlineData("E\u0301lan", "elan")]
    [InlineData("Straße", "strasse")]
    [InlineData("STRASSE", "strasse")]
    [InlineData("Łódź", "lodz")]
    [InlineData("smørrebrød", "smorrebrod")]
    [InlineData("İSTANBUL ılık", "istanbul ilik")]
    [InlineData("ħobż", "hobz")]
    [InlineData("cây cối", "cay coi")]
    [InlineData("đêm", "dem")]
    [InlineData("œuf", "oeuf")]
    [InlineData("ﬁsh", "fish")]
    [InlineData("ΣΚΎΛΟΣ", "σκυλοσ")]
    [InlineData("σκύλος", "σκυλοσ")]
    [InlineData("ёжик", "ежик")]
    [InlineData("ＤＯＧ１２３！", "dog123!")]
    [InlineData("ｲﾇ", "いぬ")]
    [InlineData("イヌ", "いぬ")]
    [InlineData("ｶﾞﾊﾟ", "がぱ")]
    [InlineData("か\u3099", "が")]
    [InlineData("l’eau", "l'eau")]
    [InlineData("  black \t and\nwhite ", "black and white")]
    [InlineData("zero\u200Bwidth", "zerowidth")]
    [InlineData("كَلْب", "كلب")]
    [InlineData("כֶּלֶב", "כלב")]
    [InlineData("\ud800", "")]
    [InlineData(null, "")]
    public void A_word_is_one_word_however_it_is_typed(string? typed, string folded) => TextFolding.Fold(typed).ShouldBe(folded);

    [Theory]
    [InlineData("が", "か")]
    [InlineData("पीला", "पल")]
    [InlineData("ไม้", "ไม")]
    [InlineData("개", "게")]
    public void Marks_that_make_another_word_of_it_stay(string word, string other) => TextFolding.Fold(word).ShouldNotBe(TextFolding.Fold(other));

    [Fact]
    public void Folding_twice_is_folding_once()
    {
        for (var code = 0; code < 0x10000; code++)
        {
            var once = TextFolding.Fold($"か{(char)code}a{(char)code}");
            TextFolding.Fold(once).ShouldBe(once, $"U+{code:X4}");
        }
    }
}

using System.Globalization;
using System.Text;

namespace Magpie.Search;

/// <summary>Splits text into words that are indexed and looked for.</summary>
internal static class Words
{
    /// <summary>Words of one text at most; a title has 200 characters, a file name 255.</summary>
    public const int Most = 64;

    /// <summary>Characters of a word that count.</summary>
    public const int MaxLength = 48;

    /// <summary>Folded words: runs of letters and digits; of scripts that write no spaces, each character is one.</summary>
    public static List<string> Of(string? text)
    {
        var words = new List<string>();
        if (string.IsNullOrEmpty(text))
        {
            return words;
        }

        var word = new StringBuilder();
        foreach (var rune in TextFolding.Fold(text).EnumerateRunes())
        {
            if (!IsPartOfWord(rune))
            {
                End(word, words);
            }
            else if (IsWordOfItsOwn(rune))
            {
                End(word, words);
                word.Append(rune);
                End(word, words);
            }
            else if (word.Length < MaxLength)
            {
                word.Append(rune);
            }

            if (words.Count == Most)
            {
                return words;
            }
        }

        End(word, words);
        return words;
    }

    private static void End(StringBuilder word, List<string> words)
    {
        if (word.Length > 0)
        {
            words.Add(word.ToString());
            word.Clear();
        }
    }

    private static bool IsPartOfWord(Rune rune) => Rune.IsLetterOrDigit(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    // Hiragana, Katakana, CJK ideographs with their extensions.
    private static bool IsWordOfItsOwn(Rune rune) =>
        rune.Value is (>= 0x3040 and <= 0x30FF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF);
}

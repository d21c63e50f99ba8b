using System.Globalization;
using System.Text;

namespace Magpie.Search;

/// <summary>
/// One form for all ways of typing a word: lower case, Latin, Greek and Cyrillic letters without their marks, full and half width alike,
/// katakana as hiragana, white space collapsed. Marks that make another letter of it stay: か is not が, and vowel signs are vowels.
/// </summary>
public static class TextFolding
{
    /// <summary>U+FF66 to U+FF9D: half-width katakana, in the order of the code points.</summary>
    private const string HalfWidthKana = "ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン";

    /// <summary>Hiragana that take ゛; the letter with it is the next code point.</summary>
    private const string Voiced = "かきくけこさしすせそたちつてとはひふへほ";

    /// <summary>Hiragana that take ゜; the letter with it is the next but one.</summary>
    private const string HalfVoiced = "はひふへほ";

    /// <summary>From katakana to hiragana.</summary>
    private const int KanaStep = 'ァ' - 'ぁ';

    /// <summary>The folded form; empty when nothing is left. Folding it again changes nothing.</summary>
    public static string Fold(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        var folded = new StringBuilder(text.Length + 4);
        var space = false;
        foreach (var rune in text.EnumerateRunes())
        {
            // White space first: tabs and line ends are control characters too.
            if (Rune.IsWhiteSpace(rune))
            {
                space = folded.Length > 0;
            }
            else if (!IsInvisible(rune))
            {
                if (space && !IsMark(rune.Value))
                {
                    folded.Append(' ');
                }

                space = false;
                Append(folded, Rune.ToLowerInvariant(rune));
            }
        }

        return folded.ToString();
    }

    private static void Append(StringBuilder folded, Rune rune)
    {
        if (!rune.IsBmp)
        {
            folded.Append(rune.ToString());
            return;
        }

        var letter = Wide((char)rune.Value);
        switch (letter)
        {
            case '’' or 'ʼ' or '＇':
                folded.Append('\'');
                break;
            case >= 'ァ' and <= 'ヶ':
                folded.Append((char)(letter - KanaStep));
                break;
            case '\u3099' or '゛' when folded.Length > 0 && Voiced.Contains(folded[^1], StringComparison.Ordinal):
                folded[^1]++;
                break;
            case '\u309A' or '゜' when folded.Length > 0 && HalfVoiced.Contains(folded[^1], StringComparison.Ordinal):
                folded[^1] += (char)2;
                break;
            default:
                AppendPlain(folded, letter);
                break;
        }
    }

    private static void AppendPlain(StringBuilder folded, char letter)
    {
        if (PlainLetters.Of(letter) is { } plain)
        {
            folded.Append(plain);
        }
        else if (!IsMark(letter))
        {
            folded.Append(letter);
        }
    }

    /// <summary>The usual width of what is there in another: ＡＢＣ, ｱｲｳ.</summary>
    private static char Wide(char letter) => letter switch
    {
        >= 'ａ' and <= '～' or >= '！' and <= '＠' or >= '［' and <= '｀' => (char)(letter - '！' + '!'),
        >= '\uFF66' and <= '\uFF9D' => HalfWidthKana[letter - '\uFF66'],
        '\uFF9E' => '\u3099',
        '\uFF9F' => '\u309A',
        _ => letter,
    };

    /// <summary>
    /// Marks that may be left out where people type: the combining accents of Latin, Greek and Cyrillic, Hebrew's points, Arabic's vowels
    /// and its stretching.
    /// </summary>
    private static bool IsMark(int letter) => letter is (>= 0x0300 and <= 0x036F) or (>= 0x0483 and <= 0x0487)
        or (>= 0x0591 and <= 0x05BD) or 0x05BF or 0x05C1 or 0x05C2 or 0x05C4 or 0x05C5 or 0x05C7
        or 0x0640 or (>= 0x064B and <= 0x0652) or 0x0670;

    // A lone surrogate is read as U+FFFD, which stands for nothing a person typed.
    private static bool IsInvisible(Rune rune) => rune == Rune.ReplacementChar
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate;
}

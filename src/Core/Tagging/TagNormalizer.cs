using System.Globalization;
using System.Text;

namespace Magpie.Tagging;

/// <summary>One form for every tag, so that the same word is the same tag.</summary>
public static class TagNormalizer
{
    /// <summary>
    /// Lower case, white space collapsed to single spaces and trimmed, control and invisible characters removed.
    /// Empty when nothing is left.
    /// </summary>
    public static string Normalize(string? tag)
    {
        if (string.IsNullOrEmpty(tag))
        {
            return "";
        }

        var text = new StringBuilder(tag.Length);
        var space = false;
        foreach (var rune in tag.EnumerateRunes())
        {
            // White space first: tabs and line ends are control characters too.
            if (Rune.IsWhiteSpace(rune))
            {
                space = true;
            }
            else if (IsVisible(rune))
            {
                text.Append(space && text.Length > 0 ? " " : "").Append(Rune.ToLowerInvariant(rune));
                space = false;
            }
        }

        return text.ToString();
    }

    /// <summary>Each tag in its normal form, once, in the order of first appearance, without the empty ones.</summary>
    public static IReadOnlyList<string> NormalizeAll(IEnumerable<string?> tags)
    {
        ArgumentNullException.ThrowIfNull(tags);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return [.. tags.Select(Normalize).Where(tag => tag.Length > 0 && seen.Add(tag))];
    }

    /// <summary>
    /// The tag as Cloudinary gets it: only letters, digits, <c>_</c>, spaces and hyphens kept, spaces to single hyphens, trimmed of
    /// hyphens. Empty when nothing is left.
    /// </summary>
    public static string ToSlug(string? tag)
    {
        var text = new StringBuilder();
        foreach (var rune in Normalize(tag).EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) || rune.Value == '_' || IsMark(rune))
            {
                text.Append(rune);
            }
            else if ((rune.Value is ' ' or '-') && text.Length > 0 && text[^1] != '-')
            {
                text.Append('-');
            }
        }

        return text.ToString().Trim('-');
    }

    /// <summary>The slugs of tags, each once, without the empty ones.</summary>
    public static IReadOnlyList<string> ToSlugs(IEnumerable<string> tags)
    {
        ArgumentNullException.ThrowIfNull(tags);
        return [.. tags.Select(ToSlug).Where(slug => slug.Length > 0).Distinct(StringComparer.Ordinal)];
    }

    // A lone surrogate is read as U+FFFD, which stands for nothing a person typed.
    private static bool IsVisible(Rune rune) => rune != Rune.ReplacementChar && Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate);

    // Vowel signs and accents that are characters of their own belong to the letter before them.
    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}

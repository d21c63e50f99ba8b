using System.Text;

namespace Magpie.Uploads;

/// <summary>Text of one line that shows what it says: nothing in it moves a cursor, breaks a line or turns the direction of reading.</summary>
public static class PlainText
{
    /// <summary>Whether every character is one that is shown, in the order it is written; emoji and every script are.</summary>
    public static bool IsPlain(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(rest, out var rune, out var length) != System.Buffers.OperationStatus.Done || !IsPlain(rune))
            {
                return false;
            }

            rest = rest[length..];
        }

        return true;
    }

    /// <summary>The text with everything else replaced by U+FFFD, cut to a length that fits into an error.</summary>
    public static string Sanitize(string text, int limit = 80)
    {
        ArgumentNullException.ThrowIfNull(text);
        var safe = new StringBuilder(Math.Min(text.Length, limit) + 1);
        foreach (var rune in text.EnumerateRunes())
        {
            if (safe.Length >= limit)
            {
                return safe.Append('…').ToString();
            }

            safe.Append((IsPlain(rune) ? rune : Rune.ReplacementChar).ToString());
        }

        return safe.ToString();
    }

    // Line and paragraph separators; the marks, embeddings, overrides and isolates of the bidirectional algorithm (UAX #9, 2.1–2.5);
    // non-characters U+FFFE and U+FFFF, which XML and some stores refuse.
    private static bool IsPlain(Rune rune) =>
        !Rune.IsControl(rune) &&
        rune.Value is not (0x2028 or 0x2029 or 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069))
            and not (0xFEFF or 0xFFFE or 0xFFFF);
}

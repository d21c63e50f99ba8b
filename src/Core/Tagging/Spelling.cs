namespace Magpie.Tagging;

/// <summary>Tells a misspelt field from one that is merely unknown.</summary>
internal static class Spelling
{
    private const int MaxLength = 40;

    /// <summary>Whether the word differs from the one meant by letter case, or by one or two letters of a word of at least five.</summary>
    public static bool IsSlip(string word, string meant) =>
        string.Equals(word, meant, StringComparison.OrdinalIgnoreCase)
        || (word.Length is >= 5 and <= MaxLength && meant.Length is >= 5 and <= MaxLength && Distance(word, meant) <= (meant.Length < 8 ? 1 : 2));

    /// <summary>Levenshtein's: insertions, deletions and replacements.</summary>
    private static int Distance(string a, string b)
    {
        Span<int> row = stackalloc int[MaxLength + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            row[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j - 1], above) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}

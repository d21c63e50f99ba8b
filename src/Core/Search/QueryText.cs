using System.Text;
using Magpie.Tagging;

namespace Magpie.Search;

/// <summary>What a term may look like to match.</summary>
/// <param name="Term">UTF-8, with its kind.</param>
/// <param name="Factor">How much such a match counts against an exact one, 0 to 1.</param>
internal sealed record TermPattern(byte[] Term, bool IsPrefix, float Factor)
{
    public bool Matches(ReadOnlySpan<byte> term) => IsPrefix ? term.StartsWith(Term) : term.SequenceEqual(Term);
}

/// <summary>One of the words asked for, with all that it may mean.</summary>
/// <param name="Words">The words it splits into, all of which must match; each may look in several ways.</param>
/// <param name="Tags">Tags that it names in some language.</param>
internal sealed record QueryPart(IReadOnlyList<IReadOnlyList<TermPattern>> Words, IReadOnlyList<TermPattern> Tags);

/// <summary>The words of a query: all parts must match, or a tag that the whole text names. Without parts only such a tag is found.</summary>
internal sealed record QueryText(IReadOnlyList<QueryPart> Parts, IReadOnlyList<TermPattern> Tags)
{
    /// <summary>Words asked for at once.</summary>
    public const int MaxParts = 12;

    /// <summary>Words that all parts may split into: in scripts without spaces each character is one, and each costs a list of scores.</summary>
    public const int MaxWords = 24;

    private const float Inflected = 0.95f;
    private const float Begun = 0.9f;
    private const float Translated = 0.98f;

    /// <summary>Reads what a person typed; null when that is nothing. Signs without a word among them ask for what is tagged with them.</summary>
    /// <param name="meanings">Tags that a folded text names; the flag asks for those whose name begins so.</param>
    public static QueryText? Parse(string? text, bool isTyping, Func<string, bool, IReadOnlyList<string>> meanings)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var chunks = new List<(string Text, List<string> Words)>();
        var left = MaxWords;
        foreach (var chunk in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var words = Search.Words.Of(chunk);
            words = words.GetRange(0, Math.Min(left, words.Count));
            left -= words.Count;
            if (words.Count > 0 && chunks.Count < MaxParts)
            {
                chunks.Add((TextFolding.Fold(chunk), words));
            }
        }

        if (chunks.Count == 0)
        {
            return new([], TagNormalizer.Normalize(text) is { Length: > 0 } signs ? [Tag(signs, 1)] : []);
        }

        var parts = chunks.Select((chunk, index) => Part(chunk.Text, chunk.Words, isTyping && index == chunks.Count - 1, meanings)).ToList();
        var whole = string.Join(' ', chunks.Select(chunk => chunk.Text));
        return new(parts, chunks.Count > 1 ? Named(whole, isTyping, meanings) : []);
    }

    private static QueryPart Part(string text, List<string> words, bool isBegun, Func<string, bool, IReadOnlyList<string>> meanings) =>
        new(
            [.. words.Select((word, index) => Looks(word, isBegun && index == words.Count - 1))],
            Named(text, isBegun, meanings));

    private static List<TermPattern> Named(string text, bool isBegun, Func<string, bool, IReadOnlyList<string>> meanings)
    {
        var exact = meanings(text, false);
        var tags = exact.Select(tag => Tag(tag, Translated)).ToList();
        if (isBegun && text.Length > 1)
        {
            tags.AddRange(meanings(text, true).Except(exact, StringComparer.Ordinal).Select(tag => Tag(tag, Begun)));
        }

        return tags;
    }

    private static TermPattern Tag(string tag, float factor) => new(Bytes(AssetTerms.Tag + TagNormalizer.Normalize(tag)), IsPrefix: false, factor);

    /// <summary>The word itself, its plain plural or singular, and what begins with it.</summary>
    private static List<TermPattern> Looks(string word, bool isBegun)
    {
        var looks = new List<TermPattern> { new(Bytes(AssetTerms.Word + word), IsPrefix: false, 1) };
        if (word.Length > 3 && word.All(char.IsAsciiLetterLower))
        {
            looks.AddRange(Inflections(word).Select(other => new TermPattern(Bytes(AssetTerms.Word + other), IsPrefix: false, Inflected)));
        }
        else if (word.Length == 3 && word.All(char.IsAsciiLetterLower) && word[^1] != 's')
        {
            looks.Add(new(Bytes($"{AssetTerms.Word}{word}s"), IsPrefix: false, Inflected));
        }

        if (isBegun)
        {
            looks.Add(new(Bytes(AssetTerms.Word + word), IsPrefix: true, Begun));
        }

        return looks;
    }

    private static IEnumerable<string> Inflections(string word)
    {
        if (word.EndsWith("ies", StringComparison.Ordinal))
        {
            yield return word[..^3] + "y";
        }
        else if (word.EndsWith("es", StringComparison.Ordinal))
        {
            yield return word[..^2];
        }

        if (word[^1] == 's')
        {
            yield return word[..^1];
        }
        else
        {
            yield return word + "s";
        }
    }

    private static byte[] Bytes(string term) => Encoding.UTF8.GetBytes(term);
}

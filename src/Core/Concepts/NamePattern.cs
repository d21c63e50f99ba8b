using Magpie.Tagging;

namespace Magpie.Concepts;

/// <summary>A name with <c>*</c> for any characters, also none. Matching takes at most length times length steps, whatever the pattern.</summary>
public sealed class NamePattern(string pattern)
{
    private readonly string _pattern = TagNormalizer.Normalize(pattern);

    /// <summary>Whether nothing is asked for.</summary>
    public bool IsEmpty => _pattern.Length == 0;

    /// <summary>Whether a name is one that is meant; case does not matter.</summary>
    public bool Matches(string name)
    {
        var text = TagNormalizer.Normalize(name);
        var (at, next, star, resume) = (0, 0, -1, 0);
        while (at < text.Length)
        {
            if (next < _pattern.Length && _pattern[next] == '*')
            {
                (star, resume) = (next++, at);
            }
            else if (next < _pattern.Length && _pattern[next] == text[at])
            {
                next++;
                at++;
            }
            else if (star >= 0)
            {
                // The last star takes one character more.
                next = star + 1;
                at = ++resume;
            }
            else
            {
                return false;
            }
        }

        return _pattern.AsSpan(next).TrimStart('*').IsEmpty;
    }
}

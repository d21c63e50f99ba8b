using Magpie.Search;

namespace Magpie.Tagging;

/// <summary>Tags by the folded names of what they mean.</summary>
internal sealed class VocabularyIndex
{
    private readonly Dictionary<string, string[]> _tags = new(StringComparer.Ordinal);
    private string[] _names = [];

    public void Add(IEnumerable<string> names, string[] tags)
    {
        foreach (var name in names.Select(TextFolding.Fold).Where(name => name.Length > 0))
        {
            _tags[name] = _tags.TryGetValue(name, out var before) ? [.. before.Union(tags, StringComparer.Ordinal)] : tags;
        }
    }

    /// <summary>To be called after the last name.</summary>
    public void Complete()
    {
        _names = [.. _tags.Keys];
        Array.Sort(_names, StringComparer.Ordinal);
    }

    public IReadOnlyList<string> Lookup(string name) => _tags.GetValueOrDefault(name, []);

    public IReadOnlyList<string> LookupPrefix(string prefix, int limit)
    {
        if (prefix.Length == 0 || limit <= 0)
        {
            return [];
        }

        var at = Array.BinarySearch(_names, prefix, StringComparer.Ordinal);
        var first = at < 0 ? ~at : at;
        var last = first;
        while (last < _names.Length && _names[last].StartsWith(prefix, StringComparison.Ordinal))
        {
            last++;
        }

        return [.. _names[first..last].OrderBy(name => name.Length).SelectMany(name => _tags[name]).Distinct(StringComparer.Ordinal).Take(limit)];
    }
}

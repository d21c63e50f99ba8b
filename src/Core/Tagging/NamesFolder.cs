using System.Collections.Concurrent;
using System.Collections.Frozen;

namespace Magpie.Tagging;

/// <summary>
/// Files of names, one a language, each read once when first asked for: beside a pack's labels (<c>labels.&lt;code&gt;.json</c>), or those that
/// all packs share (<c>languages/&lt;code&gt;.json</c>).
/// </summary>
public sealed class NamesFolder
{
    /// <summary>Below a folder of packs.</summary>
    public const string SharedName = "languages";

    private const int MaxLanguages = 100;
    private const string Extension = ".json";

    private static readonly FrozenDictionary<string, IReadOnlyList<string>> NoNames = FrozenDictionary<string, IReadOnlyList<string>>.Empty;

    private readonly string _folder;
    private readonly string _prefix;
    private readonly Lazy<(IReadOnlyList<string> Codes, IReadOnlyList<string> Problems)> _codes;
    private readonly ConcurrentDictionary<string, Reading> _read = new(StringComparer.Ordinal);

    internal NamesFolder(string folder, string prefix)
    {
        (_folder, _prefix) = (folder, prefix);
        _codes = new(List);
    }

    /// <summary>The languages there are files of.</summary>
    public IReadOnlyList<string> Codes => _codes.Value.Codes;

    /// <summary>What is wrong with the files that were read so far, a sentence each. A file that is wrong costs its names, nothing else.</summary>
    public IReadOnlyList<string> Problems => [.. _codes.Value.Problems, .. _read.Values.SelectMany(reading => reading.Problems)];

    /// <summary>The same for one language.</summary>
    public IReadOnlyList<string> ProblemsOf(string code) => _read.TryGetValue(code, out var reading) ? reading.Problems : [];

    /// <summary>Names in a language by label id or English name; empty when there is no sound file of it.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Names(string code) =>
        Codes.Contains(code, StringComparer.Ordinal) ? _read.GetOrAdd(code, Read).Names : NoNames;

    /// <summary>The names that all packs share: those beside the packs, then those that come with the program.</summary>
    internal static IReadOnlyList<NamesFolder> Shared(IEnumerable<string> packFolders) =>
    [
        .. packFolders.Append(AppContext.BaseDirectory)
            .Select(folder => Path.Combine(folder, SharedName))
            .Distinct(StringComparer.Ordinal)
            .Where(Directory.Exists)
            .Select(folder => new NamesFolder(folder, "")),
    ];

    private (IReadOnlyList<string> Codes, IReadOnlyList<string> Problems) List()
    {
        var problems = new List<string>();
        var codes = PackFiles.Names(_folder, $"{_prefix}*{Extension}", problems)
            .Where(name => name.Length > _prefix.Length + Extension.Length)
            .Select(name => name[_prefix.Length..^Extension.Length])
            .Take(MaxLanguages)
            .ToList();
        return (codes, problems);
    }

    private Reading Read(string code)
    {
        var problems = new List<string>();
        var file = $"{_prefix}{code}{Extension}";
        var names = PackFiles.Read(_folder, file, PackFiles.MaxLabelsBytes, problems) is { } json ? NamesReader.Read(json, file, problems) : null;
        return new(names ?? NoNames, problems);
    }

    private sealed record Reading(IReadOnlyDictionary<string, IReadOnlyList<string>> Names, IReadOnlyList<string> Problems);
}

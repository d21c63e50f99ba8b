namespace Magpie.Tagging;

/// <summary>
/// Names of concepts by language. A concept is what labels and parents of all packs mean by one English name, in the form of tags:
/// <c>bald eagle</c>, <c>bird of prey</c>.
/// </summary>
/// <param name="shared">The names all packs share; what packs say comes first.</param>
internal sealed class ConceptNames(IEnumerable<ModelPack> packs, IReadOnlyList<NamesFolder> shared)
{
    private readonly List<Named> _packs = [.. packs.Select(Named.Of)];

    /// <summary>The languages that anything is named in.</summary>
    public IReadOnlyList<string> Codes =>
    [
        .. _packs.SelectMany(pack => pack.Labels.SelectMany(label => label.Label.Names.Keys).Concat(pack.Files?.Codes ?? []))
            .Concat(shared.SelectMany(folder => folder.Codes))
            .Append(Languages.English)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>What the packs' labels and parents mean.</summary>
    public IReadOnlySet<string> All =>
        _packs.SelectMany(pack => pack.Labels.Select(label => label.Concept).Concat(pack.Parents.Keys)).ToHashSet(StringComparer.Ordinal);

    /// <summary>Of each concept that has any its names in a language, the one to show first.</summary>
    public Dictionary<string, List<string>> In(string code)
    {
        var names = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var pack in _packs)
        {
            Add(names, pack, code);
        }

        foreach (var (key, some) in shared.SelectMany(folder => folder.Names(code)))
        {
            Add(names, TagNormalizer.Normalize(key), some);
        }

        return names;
    }

    private static void Add(Dictionary<string, List<string>> names, Named pack, string code)
    {
        foreach (var (label, concept) in pack.Labels)
        {
            if (label.Names.TryGetValue(code, out var name))
            {
                Add(names, concept, [name]);
            }

            if (code == Languages.English)
            {
                Add(names, concept, [label.NameIn(code), .. label.Synonyms]);
            }
        }

        foreach (var (concept, parent) in code == Languages.English ? pack.Parents : [])
        {
            Add(names, concept, [parent]);
        }

        foreach (var (key, some) in pack.Files?.Names(code) ?? new Dictionary<string, IReadOnlyList<string>>())
        {
            Add(names, pack.Ids.TryGetValue(key, out var concept) ? concept : TagNormalizer.Normalize(key), some);
        }
    }

    private static void Add(Dictionary<string, List<string>> names, string concept, IReadOnlyList<string> some)
    {
        if (concept.Length == 0)
        {
            return;
        }

        if (!names.TryGetValue(concept, out var all))
        {
            names[concept] = all = [];
        }

        all.AddRange(some.Where(name => !all.Contains(name, StringComparer.Ordinal)));
    }

    /// <summary>What is needed of a pack for every language.</summary>
    private sealed record Named(
        NamesFolder? Files, List<(PackLabel Label, string Concept)> Labels, Dictionary<string, string> Ids, Dictionary<string, string> Parents)
    {
        public static Named Of(ModelPack pack)
        {
            var labels = pack.Labels.Where(label => !label.Ignore)
                .Select(label => (Label: label, Concept: TagNormalizer.Normalize(label.NameIn(Languages.English)))).ToList();
            var parents = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var parent in labels.SelectMany(label => label.Label.Parents).Distinct(StringComparer.Ordinal))
            {
                parents.TryAdd(TagNormalizer.Normalize(parent), parent);
            }

            return new(pack.Names, labels, labels.DistinctBy(label => label.Label.Id).ToDictionary(label => label.Label.Id, label => label.Concept), parents);
        }
    }
}

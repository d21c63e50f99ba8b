namespace Magpie.Tagging;

/// <summary>
/// Names of concepts in one language. A concept is what labels and parents of all packs mean by one English name, in the form of tags:
/// <c>bald eagle</c>, <c>bird of prey</c>.
/// </summary>
internal static class ConceptNames
{
    /// <summary>Of each concept that has any its names, the one to show first. What packs say comes before what all packs share.</summary>
    public static Dictionary<string, List<string>> In(string code, IReadOnlyList<ModelPack> packs, IReadOnlyList<NamesFolder> shared)
    {
        var names = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var pack in packs)
        {
            Add(names, pack, code);
        }

        foreach (var folder in shared)
        {
            foreach (var (key, some) in folder.Names(code))
            {
                Add(names, TagNormalizer.Normalize(key), some);
            }
        }

        return names;
    }

    /// <summary>The languages that anything is named in.</summary>
    public static IReadOnlyList<string> Codes(IReadOnlyList<ModelPack> packs, IReadOnlyList<NamesFolder> shared) =>
    [
        .. packs.SelectMany(pack => pack.Labels.SelectMany(label => label.Names.Keys).Concat(pack.Names?.Codes ?? []))
            .Concat(shared.SelectMany(folder => folder.Codes))
            .Append(Languages.English)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The concept of a label.</summary>
    public static string Of(PackLabel label) => TagNormalizer.Normalize(label.NameIn(Languages.English));

    private static void Add(Dictionary<string, List<string>> names, ModelPack pack, string code)
    {
        var concepts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var label in pack.Labels.Where(label => !label.Ignore))
        {
            concepts[label.Id] = Of(label);
            if (label.Names.TryGetValue(code, out var name))
            {
                Add(names, Of(label), [name]);
            }

            if (code == Languages.English)
            {
                Add(names, Of(label), [label.NameIn(code), .. label.Synonyms]);
                foreach (var parent in label.Parents)
                {
                    Add(names, TagNormalizer.Normalize(parent), [parent]);
                }
            }
        }

        foreach (var (key, some) in pack.Names?.Names(code) ?? new Dictionary<string, IReadOnlyList<string>>())
        {
            Add(names, concepts.TryGetValue(key, out var concept) ? concept : TagNormalizer.Normalize(key), some);
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
}

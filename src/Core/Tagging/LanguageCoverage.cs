namespace Magpie.Tagging;

/// <summary>How much of what a pack can say has a name in a language.</summary>
public static class LanguageCoverage
{
    /// <summary>Share of the pack's labels and parents, 0 to 1; null for a pack whose labels are no tags.</summary>
    /// <param name="shared">The names all packs share, <see cref="PackRegistry.SharedNames"/>.</param>
    public static double? Share(ModelPack pack, string code, IReadOnlyList<NamesFolder> shared)
    {
        ArgumentNullException.ThrowIfNull(pack);
        ArgumentNullException.ThrowIfNull(shared);
        if (pack.Manifest.Task != PackTasks.Classification)
        {
            return null;
        }

        var names = new ConceptNames([pack], shared);
        var (all, named) = (names.All, names.In(code));
        return all.Count == 0 ? 0 : (double)all.Count(named.ContainsKey) / all.Count;
    }
}

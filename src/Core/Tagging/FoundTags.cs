namespace Magpie.Tagging;

/// <summary>What the packs that were asked have found, for those that wait for it.</summary>
internal sealed class FoundTags
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>
    /// Tags, their parents, and the kind a parent's name ends with: WordNet has a grouse under "game bird" and that under "game", so
    /// that without its last word no grouse would be a bird.
    /// </summary>
    public void Add(IEnumerable<MlTag> tags)
    {
        foreach (var tag in tags)
        {
            _names.Add(tag.Tag);
            _names.UnionWith(tag.Parents);
            _names.UnionWith(tag.Parents.Select(parent => parent[(parent.LastIndexOf(' ') + 1)..]));
        }
    }

    /// <summary>Whether one of the required tags was found, or none is required.</summary>
    public bool Meet(IReadOnlyList<string> required) =>
        required.Count == 0 || required.Any(tag => _names.Contains(TagNormalizer.Normalize(tag)));
}

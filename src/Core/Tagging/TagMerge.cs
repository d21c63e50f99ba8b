namespace Magpie.Tagging;

/// <summary>Joins what the user said with what the models saw.</summary>
public static class TagMerge
{
    /// <summary>The user's tags first, in their order, then the models', by falling confidence; normalised, each once.</summary>
    public static IReadOnlyList<string> Merge(IEnumerable<string> userTags, IEnumerable<MlTag> mlTags)
    {
        ArgumentNullException.ThrowIfNull(userTags);
        ArgumentNullException.ThrowIfNull(mlTags);
        return TagNormalizer.NormalizeAll(userTags.Concat(mlTags.OrderByDescending(tag => tag.Confidence).Select(tag => tag.Tag)));
    }

    /// <summary>Tags of several packs as one list by falling confidence; of a tag that several packs gave, the most confident.</summary>
    public static IReadOnlyList<MlTag> ByConfidence(IEnumerable<MlTag> tags)
    {
        ArgumentNullException.ThrowIfNull(tags);
        return [.. tags.OrderByDescending(tag => tag.Confidence).DistinctBy(tag => tag.Tag, StringComparer.Ordinal)];
    }
}

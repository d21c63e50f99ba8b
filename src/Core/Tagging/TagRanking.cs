namespace Magpie.Tagging;

/// <summary>Everything that packs saw, with the parents of what they saw, by falling confidence.</summary>
public static class TagRanking
{
    /// <summary>The tags of some packs; of a tag that several give, the surest.</summary>
    /// <param name="decreaseParents">A parent is as sure as its surest child; otherwise as sure as all its children together, at most 100.</param>
    /// <param name="above">Confidence that a tag must exceed, 0 to 100.</param>
    public static IReadOnlyList<RankedTag> Of(IReadOnlyList<PackScores> packs, bool decreaseParents, double above)
    {
        ArgumentNullException.ThrowIfNull(packs);
        var tags = new Dictionary<string, RankedTag>(StringComparer.Ordinal);
        foreach (var pack in packs)
        {
            var parents = new Dictionary<string, (double Sum, double Most)>(StringComparer.Ordinal);
            var (labels, forms) = (pack.Pack.Labels, pack.Pack.Tags);
            for (var i = 0; i < Math.Min(labels.Count, pack.Scores.Length); i++)
            {
                var score = pack.Scores[i];
                if (labels[i].Ignore || !(score >= 0))
                {
                    continue;
                }

                Raise(tags, new RankedTag(forms[i].Tag, score * 100.0, labels[i].Id));
                foreach (var parent in forms[i].Parents)
                {
                    var known = parents.GetValueOrDefault(parent);
                    parents[parent] = (known.Sum + score, Math.Max(known.Most, score));
                }
            }

            foreach (var (parent, (sum, most)) in parents)
            {
                Raise(tags, new RankedTag(parent, 100 * (decreaseParents ? most : Math.Min(1, sum)), null));
            }
        }

        return [.. tags.Values.Where(tag => tag.Tag.Length > 0 && tag.Confidence > above).OrderByDescending(tag => tag.Confidence).ThenBy(tag => tag.Id is null)];
    }

    private static void Raise(Dictionary<string, RankedTag> tags, RankedTag tag)
    {
        if (!tags.TryGetValue(tag.Tag, out var known) || tag.Confidence > known.Confidence)
        {
            tags[tag.Tag] = tag with { Id = tag.Id ?? known?.Id };
        }
    }
}

/// <summary>A tag with how sure it is.</summary>
/// <param name="Tag">Normalised, English.</param>
/// <param name="Confidence">0 to 100.</param>
/// <param name="Id">The label's id within its pack; null for a parent.</param>
public sealed record RankedTag(string Tag, double Confidence, string? Id);

using Magpie.Tagging;

namespace Magpie.Categories;

/// <summary>A few categories that labels of classification packs are sorted into.</summary>
public sealed class Categorizer
{
    /// <summary>Labels from which on a pack knows most of what people photograph.</summary>
    private const int General = 500;

    /// <summary>Percent that a label of <see cref="Default"/> has at least; hundreds of others have next to nothing.</summary>
    private const double Least = 1;

    private readonly Dictionary<string, string> _categoryOf = new(StringComparer.Ordinal);

    internal Categorizer(CategorizerManifest manifest)
    {
        (Id, Title, Task, Labels) = (manifest.Id, manifest.Title, manifest.Task, [.. manifest.Categories.Keys]);
        foreach (var (category, terms) in manifest.Categories)
        {
            foreach (var term in terms)
            {
                _categoryOf.TryAdd(TagNormalizer.Normalize(term), category);
            }
        }
    }

    /// <summary>The default classifier: every label is a category of its own.</summary>
    public static Categorizer Default { get; } = new(new("general_v3", "General Categorizer", PackTasks.Classification, new Dictionary<string, IReadOnlyList<string>>()));

    public string Id { get; }

    public string Title { get; }

    /// <summary>Task of the packs it sorts the labels of: <c>classification</c>, all that tag, or <c>categorizer</c>, those whose id begins with the first word of its own.</summary>
    public string Task { get; }

    /// <summary>Its categories; empty for <see cref="Default"/>.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>
    /// Share of each category, 0 to 100, by falling share; together 100. A label goes to the category of its name, else of its nearest parent
    /// that has one. Empty when nothing of what was seen belongs anywhere. Of <see cref="Default"/> each is as sure as the model that said it.
    /// </summary>
    public IReadOnlyList<CategoryShare> Sort(IReadOnlyList<PackScores> packs)
    {
        ArgumentNullException.ThrowIfNull(packs);
        if (Labels.Count == 0)
        {
            return
            [
                .. Sure(packs).SelectMany(pack => pack.Best((float)(Least / 100)))
                    .Select(pair => new CategoryShare(TagNormalizer.Normalize(pair.Label.NameIn("en")), 100.0 * pair.Score))
                    .OrderByDescending(share => share.Percent)
                    .DistinctBy(share => share.Category, StringComparer.Ordinal),
            ];
        }

        var sums = Labels.ToDictionary(label => label, _ => 0.0, StringComparer.Ordinal);
        foreach (var pack in Sure(packs))
        {
            var (labels, forms) = (pack.Pack.Labels, pack.Pack.Tags);
            for (var i = 0; i < Math.Min(labels.Count, pack.Scores.Length); i++)
            {
                if (!labels[i].Ignore && pack.Scores[i] >= 0 && CategoryOf(forms[i]) is { } category)
                {
                    sums[category] += pack.Scores[i];
                }
            }
        }

        var total = sums.Values.Sum();
        return total == 0 ? [] : [.. sums.Select(sum => new CategoryShare(sum.Key, 100 * sum.Value / total)).OrderByDescending(share => share.Percent)];
    }

    /// <summary>Packs that are sure of something; one that is not spreads its guesses over everything. Where none is sure, all.</summary>
    private static IReadOnlyList<PackScores> Sure(IReadOnlyList<PackScores> packs)
    {
        var sure = packs.Where(pack => pack.Best(pack.Pack.Manifest.Threshold).Any()).ToArray();
        return sure.Any(pack => pack.Pack.Labels.Count >= General) ? sure : packs;
    }

    private string? CategoryOf(LabelTags label) => _categoryOf.GetValueOrDefault(label.Tag)
        ?? label.Parents.Select(term => _categoryOf.GetValueOrDefault(term)).FirstOrDefault(category => category is not null);
}

/// <summary>How much of a picture belongs to a category.</summary>
/// <param name="Percent">0 to 100.</param>
public sealed record CategoryShare(string Category, double Percent);

/// <summary>A categorizer as its file says it.</summary>
/// <param name="Categories">Category → names of labels and parents that belong to it.</param>
internal sealed record CategorizerManifest(string Id, string Title, string Task, IReadOnlyDictionary<string, IReadOnlyList<string>> Categories);

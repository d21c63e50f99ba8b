namespace Magpie.Tagging;

/// <summary>A label in the form of tags, which is the same for every picture.</summary>
/// <param name="Tag">Its English name, normalised.</param>
/// <param name="Parents">Normalised, each once.</param>
internal sealed record LabelTags(string Tag, IReadOnlyList<string> Parents)
{
    public static LabelTags Of(PackLabel label) => new(TagNormalizer.Normalize(label.NameIn("en")), TagNormalizer.NormalizeAll(label.Parents));
}

namespace Magpie.Tagging;

/// <summary>One class of a pack.</summary>
/// <param name="Id">Within the pack: a WordNet id, a Latin name, …</param>
/// <param name="Names">By language code.</param>
/// <param name="Parents">From the nearest to the most general.</param>
/// <param name="Ignore">Never a tag: background, rest classes.</param>
public sealed record PackLabel(string Id, IReadOnlyDictionary<string, string> Names, IReadOnlyList<string> Parents, bool Ignore)
{
    /// <summary>Other English names; they are found, never shown.</summary>
    public IReadOnlyList<string> Synonyms { get; init; } = [];

    /// <summary>The name in a language, else in English, else in any, else the id.</summary>
    public string NameIn(string language) =>
        Names.TryGetValue(language, out var name) || Names.TryGetValue("en", out name) ? name : Names.Values.FirstOrDefault() ?? Id;
}

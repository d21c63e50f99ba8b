using Magpie.Tagging;

namespace Magpie.Concepts;

/// <summary>The concepts an account made, as they were read together.</summary>
public sealed class AccountConcepts
{
    private readonly Dictionary<string, Concept> _byId;
    private readonly Dictionary<string, Concept> _byTag = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Concept> _byName = new(StringComparer.Ordinal);

    public AccountConcepts(IReadOnlyList<Concept> concepts)
    {
        All = [.. concepts.OrderBy(concept => concept.CreatedAt).ThenBy(concept => concept.Id, StringComparer.Ordinal)];
        _byId = All.ToDictionary(concept => concept.Id, StringComparer.Ordinal);
        foreach (var concept in All)
        {
            // Of several with one tag or name the oldest counts.
            _byTag.TryAdd(concept.Tag, concept);
            _byName.TryAdd(TagNormalizer.Normalize(concept.Name), concept);
        }
    }

    /// <summary>The oldest first.</summary>
    public IReadOnlyList<Concept> All { get; }

    public Concept? ById(string id) => _byId.GetValueOrDefault(id);

    public Concept? ByTag(string tag) => _byTag.GetValueOrDefault(tag);

    /// <summary>The one of this name.</summary>
    /// <param name="name">Normalised.</param>
    public Concept? ByName(string name) => _byName.GetValueOrDefault(name);
}

using Magpie.Tagging;
using Microsoft.Extensions.Options;

namespace Magpie.Concepts;

/// <summary>The concepts of the installed packs, read when first asked for; their names are those of the <see cref="Vocabulary"/>.</summary>
public sealed class PackConcepts : IConceptNames
{
    private readonly PackRegistry _packs;
    private readonly Vocabulary _vocabulary;
    private readonly string _tagLanguage;
    private readonly Lazy<Dictionary<string, Concept>> _byTag;
    private readonly Lazy<Dictionary<string, Concept>> _byId;

    public PackConcepts(PackRegistry packs, Vocabulary vocabulary, IOptions<TaggingOptions> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_packs, _vocabulary, _tagLanguage) = (packs, vocabulary, options.Value.Language);
        _byTag = new(Read);
        _byId = new(() => _byTag.Value.Values.DistinctBy(concept => concept.Id).ToDictionary(concept => concept.Id, StringComparer.Ordinal));
    }

    public IReadOnlyList<Concept> All => [.. _byTag.Value.Values.OrderBy(concept => concept.Name, StringComparer.Ordinal)];

    public Concept? ById(string id) => _byId.Value.GetValueOrDefault(id);

    public Concept? ByTag(string tag) => _byTag.Value.GetValueOrDefault(tag);

    public IReadOnlyList<Concept> Named(string word, string? language) =>
    [
        .. _vocabulary.Lookup(word).Where(tag => language is null || _vocabulary.IsCalled(tag, word, language))
            .Select(tag => ByTag(tag) ?? new Concept(ConceptId.Of(tag), tag, tag)),
    ];

    public string NameOf(Concept concept, string language)
    {
        ArgumentNullException.ThrowIfNull(concept);
        return language == Languages.English ? concept.Name : _vocabulary.NameOf(concept.Tag, language);
    }

    public string NameOf(PackLabel label, string language)
    {
        ArgumentNullException.ThrowIfNull(label);
        var name = label.NameIn(Languages.English);
        return language == Languages.English ? name
            : label.Names.TryGetValue(language, out var own) ? own
            : ByTag(TagOf(label)) is { } concept ? NameOf(concept, language)
            : name;
    }

    public bool Speaks(string language) => Languages.Find(language) is { } found && _vocabulary.Codes.Contains(found.Code, StringComparer.Ordinal);

    // As PackScores writes it onto assets.
    private string TagOf(PackLabel label) => TagNormalizer.Normalize(label.NameIn(_tagLanguage));

    private Dictionary<string, Concept> Read()
    {
        var read = new Dictionary<string, Concept>(StringComparer.Ordinal);
        foreach (var label in _packs.Taggers.SelectMany(pack => pack.Labels).Where(label => !label.Ignore))
        {
            var name = label.NameIn(Languages.English);
            if (TagOf(label) is { Length: > 0 } tag)
            {
                read.TryAdd(tag, new Concept(ConceptId.Of(TagNormalizer.Normalize(name)), name, tag));
            }
        }

        foreach (var parent in _packs.Taggers.SelectMany(pack => pack.Labels).SelectMany(label => TagNormalizer.NormalizeAll(label.Parents)))
        {
            read.TryAdd(parent, new Concept(ConceptId.Of(parent), parent, parent));
        }

        return read;
    }
}

using System.Collections.Concurrent;
using Magpie.Search;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Magpie.Tagging;

/// <summary>
/// The names of everything the installed packs can say, in every language they are named in. Nothing is read before the first question;
/// a question for one language reads that language alone.
/// </summary>
public sealed partial class Vocabulary
{
    private const int MaxMeanings = 16;

    /// <summary>Letters of an alphabet from which on the beginning of a word is looked up; a syllable or ideograph says more.</summary>
    private const int MinLetters = 3;

    private readonly PackRegistry _registry;
    private readonly string _tagLanguage;
    private readonly ILogger<Vocabulary> _logger;
    private readonly ConcurrentDictionary<string, Lazy<Dictionary<string, List<string>>>> _names = new(StringComparer.Ordinal);
    private readonly Lazy<ConceptNames> _source;
    private readonly Lazy<IReadOnlyList<string>> _codes;
    private readonly Lazy<VocabularyIndex> _index;
    private readonly Lazy<Dictionary<string, string>> _concepts;

    public Vocabulary(PackRegistry registry, IOptions<TaggingOptions> options, ILogger<Vocabulary> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_registry, _tagLanguage, _logger) = (registry, options.Value.Language, logger);
        _source = new(() => new(Packs, _registry.SharedNames));
        _codes = new(() => _source.Value.Codes);
        _index = new(MakeIndex);
        _concepts = new(MapTags);
    }

    /// <summary>The codes of the languages that anything is named in.</summary>
    public IReadOnlyList<string> Codes => _codes.Value;

    private List<ModelPack> Packs => [.. _registry.Packs.Where(pack => pack.Manifest.Task == PackTasks.Classification)];

    /// <summary>Reads everything now, some 100 ms, so that the first search does not wait for it.</summary>
    public void Warm() => _ = _index.Value;

    /// <summary>
    /// The tags that a word is a name of, in any language, as they are stored on assets (parents included): "chien", "Perro" and "犬" give
    /// "dog". Case, accents and width do not matter. Empty for a word that no pack knows.
    /// </summary>
    public IReadOnlyList<string> Lookup(string word) => _index.Value.Lookup(TextFolding.Fold(word));

    /// <summary>The same for all names that begin with what is typed so far: whole names first, then the shorter before the longer.</summary>
    /// <param name="limit">Tags at most.</param>
    public IReadOnlyList<string> LookupPrefix(string prefix, int limit) => _index.Value.LookupPrefix(TextFolding.Fold(prefix), limit);

    /// <summary>
    /// What a word of a query may mean. The beginning of a word counts while it is none itself, and only when it is long enough to say
    /// something: else "dog" would find nature, which is "doğa" in Turkish.
    /// </summary>
    /// <param name="isBegun">Whether more may be typed.</param>
    public IReadOnlyList<string> Meanings(string word, bool isBegun)
    {
        var folded = TextFolding.Fold(word);
        return !isBegun ? _index.Value.Lookup(folded)
            : IsTelling(folded) && _index.Value.Lookup(folded).Count == 0 ? _index.Value.LookupPrefix(folded, MaxMeanings)
            : [];
    }

    /// <summary>What a tag or parent is called in a language, else in English, else as it is: a tag of a user's own is its own name.</summary>
    /// <param name="language">A code of <see cref="Languages"/>; an unknown one means English.</param>
    public string NameOf(string tag, string language) => NamesOf(tag, language)[0];

    /// <summary>Whether a word is a name of a tag in a language; a tag that has none there has its English ones. Case, accents and width do not matter.</summary>
    /// <inheritdoc cref="NameOf"/>
    public bool IsCalled(string tag, string word, string language) =>
        TextFolding.Fold(word) is var folded && NamesOf(tag, language).Exists(name => TextFolding.Fold(name) == folded);

    // From U+2E80 on: kana, ideographs, Hangul.
    private static bool IsTelling(string folded) => folded.Length >= MinLetters || (folded.Length > 0 && folded[0] >= '\u2E80');

    private List<string> NamesOf(string tag, string language)
    {
        var key = TagNormalizer.Normalize(tag);
        var concept = _concepts.Value.GetValueOrDefault(key, key);
        var code = Languages.Find(language)?.Code ?? language;
        return NamesIn(Codes.Contains(code, StringComparer.Ordinal) ? code : Languages.English).TryGetValue(concept, out var names) || NamesIn(Languages.English).TryGetValue(concept, out names)
            ? names
            : [tag];
    }

    private Dictionary<string, List<string>> NamesIn(string code) =>
        _names.GetOrAdd(code, language => new(() => Read(language))).Value;

    private Dictionary<string, List<string>> Read(string code)
    {
        var names = _source.Value.In(code);
        foreach (var problem in Packs.Select(pack => pack.Names).OfType<NamesFolder>().Concat(_registry.SharedNames)
            .SelectMany(folder => folder.ProblemsOf(code)))
        {
            Log.Unreadable(_logger, problem);
        }

        return names;
    }

    private VocabularyIndex MakeIndex()
    {
        var index = new VocabularyIndex();
        var stored = NamesIn(_tagLanguage);
        foreach (var code in Codes)
        {
            foreach (var (concept, names) in NamesIn(code))
            {
                index.Add(names, Stored(concept, stored));
            }
        }

        index.Complete();
        return index;
    }

    /// <summary>As assets have it: in the language of the tags, and in English, which parents are always in.</summary>
    private string[] Stored(string concept, Dictionary<string, List<string>> names) =>
        _tagLanguage != Languages.English && names.TryGetValue(concept, out var some) && TagNormalizer.Normalize(some[0]) is var tag && tag != concept
            ? [tag, concept]
            : [concept];

    private Dictionary<string, string> MapTags()
    {
        var concepts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (_tagLanguage != Languages.English)
        {
            foreach (var (concept, names) in NamesIn(_tagLanguage))
            {
                concepts.TryAdd(TagNormalizer.Normalize(names[0]), concept);
            }
        }

        return concepts;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Names of labels are left out. {Problem}")]
        public static partial void Unreadable(ILogger logger, string problem);
    }
}

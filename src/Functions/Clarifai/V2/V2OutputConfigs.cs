using Magpie.Accounts;
using Magpie.Concepts;
using Magpie.Functions.Clarifai.Models;
using Magpie.Tagging;

namespace Magpie.Functions.Clarifai.V2;

/// <summary>What to leave out of what a model says.</summary>
/// <param name="MaxConcepts">The most probable so many.</param>
/// <param name="MinValue">0 to 1.</param>
/// <param name="Only">Ids of concepts; null for all.</param>
/// <param name="Language">Of the names.</param>
internal sealed record PredictionConfig(int MaxConcepts, float MinValue, IReadOnlySet<string>? Only, string Language);

/// <summary>Reads what a client wants of a model's answer.</summary>
internal sealed class V2OutputConfigs(ConceptService concepts, IConceptNames names)
{
    private const string English = "en";
    private const int MaxConcepts = 200;
    private const int UsualConcepts = 20;
    private const int MaxSelected = 128;

    /// <summary>Between two frames of a video, as Clarifai has it where nothing is said.</summary>
    private const int FrameMilliseconds = 1_000;

    public async Task<PredictionConfig> ReadAsync(Caller caller, ClarifaiModel model, V2OutputConfig? asked, CancellationToken cancellationToken)
    {
        if (asked?.MaxConcepts is < 1 or > MaxConcepts)
        {
            throw V2Exception.BadRequest(V2Code.PredictInvalid, $"\"max_concepts\" is 1 to {MaxConcepts}.");
        }

        if (asked?.MinValue is < 0 or > 1)
        {
            throw V2Exception.BadRequest(V2Code.PredictInvalid, "\"min_value\" is 0 to 1.");
        }

        if (asked?.SampleMs is not (null or FrameMilliseconds))
        {
            throw V2Exception.BadRequest(V2Code.PredictInvalid, $"\"sample_ms\" is {FrameMilliseconds}: a frame each second is looked at, of long videos fewer.");
        }

        var language = string.IsNullOrEmpty(asked?.Language) ? English : asked.Language;
        return names.Speaks(language)
            ? new PredictionConfig(asked?.MaxConcepts ?? UsualConcepts, (float)(asked?.MinValue ?? 0), await SelectedAsync(caller, model, asked, cancellationToken), language)
            : throw V2Exception.BadRequest(V2Code.PredictInvalid, "Nothing is named in this language here. Send a code such as \"en\" or \"ja\".");
    }

    private async Task<IReadOnlySet<string>?> SelectedAsync(Caller caller, ClarifaiModel model, V2OutputConfig? asked, CancellationToken cancellationToken)
    {
        if (asked?.SelectConcepts is not { Count: > 0 } selected)
        {
            return null;
        }

        if (selected.Count > MaxSelected)
        {
            throw V2Exception.BadRequest(V2Code.PredictInvalid, $"\"select_concepts\" has at most {MaxSelected} concepts.");
        }

        var own = new ModelLabels(model, names);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var concept in selected)
        {
            if (own.Find(concept) is { } label)
            {
                ids.Add(label);
                continue;
            }

            var found = await concepts.FindAsync(caller.Account, concept?.Id, concept?.Name, concept?.Language, cancellationToken)
                ?? throw V2Exception.BadRequest(V2Code.PredictInvalid, "A concept of \"select_concepts\" is not known. POST /v2/concepts/searches finds those there are.");

            // A concept of the account's own may have the tag that a model gives.
            ids.UnionWith([found.Id, ConceptId.Of(found.Tag), names.ByTag(found.Tag)?.Id ?? found.Id]);
        }

        return ids;
    }

    /// <summary>The labels of one model by what clients call them: packs that do not tag have some that are no concept of the service.</summary>
    private sealed class ModelLabels(ClarifaiModel model, IConceptNames names)
    {
        private readonly List<(PackLabel Label, string Id)> _labels =
            [.. (model.Pack?.Labels ?? []).Where(label => !label.Ignore).Select(label => (label, ConceptId.Of(TagNormalizer.Normalize(label.NameIn(English)))))];

        private readonly Dictionary<string, Dictionary<string, string>> _byName = new(StringComparer.Ordinal);

        /// <summary>The id of the label that is meant: by id, else by name, as concepts are found; null when the model has none.</summary>
        public string? Find(V2Concept? concept)
        {
            if (concept?.Id is { Length: > 0 } id && _labels.Exists(label => label.Id == id))
            {
                return id;
            }

            var language = concept?.Language is { Length: > 0 } asked && names.Speaks(asked) ? asked : English;
            return NamedIn(language).GetValueOrDefault(TagNormalizer.Normalize(concept?.Name is { Length: > 0 } name ? name : concept?.Id));
        }

        private Dictionary<string, string> NamedIn(string language)
        {
            if (!_byName.TryGetValue(language, out var named))
            {
                _byName[language] = named = new(StringComparer.Ordinal);
                foreach (var (label, id) in _labels)
                {
                    named.TryAdd(TagNormalizer.Normalize(names.NameOf(label, language)), id);
                }
            }

            return named;
        }
    }
}

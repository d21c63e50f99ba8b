using Magpie.Accounts;
using Magpie.Concepts;

namespace Magpie.Functions.Clarifai.V2;

/// <summary>What to leave out of what a model says.</summary>
/// <param name="MaxConcepts">The most probable so many.</param>
/// <param name="MinValue">0 to 1.</param>
/// <param name="Only">Tags; null for all.</param>
/// <param name="Language">Of the names.</param>
internal sealed record PredictionConfig(int MaxConcepts, float MinValue, IReadOnlySet<string>? Only, string Language);

/// <summary>Reads what a client wants of a model's answer.</summary>
internal sealed class V2OutputConfigs(ConceptService concepts, IConceptNames names)
{
    private const int MaxConcepts = 200;
    private const int UsualConcepts = 20;
    private const int MaxSelected = 128;

    public async Task<PredictionConfig> ReadAsync(Caller caller, V2OutputConfig? asked, CancellationToken cancellationToken)
    {
        if (asked?.MaxConcepts is < 1 or > MaxConcepts)
        {
            throw V2Exception.BadRequest(V2Code.PredictInvalid, $"\"max_concepts\" is 1 to {MaxConcepts}.");
        }

        if (asked?.MinValue is < 0 or > 1)
        {
            throw V2Exception.BadRequest(V2Code.PredictInvalid, "\"min_value\" is 0 to 1.");
        }

        var language = string.IsNullOrEmpty(asked?.Language) ? "en" : asked.Language;
        return names.Speaks(language)
            ? new PredictionConfig(asked?.MaxConcepts ?? UsualConcepts, (float)(asked?.MinValue ?? 0), await SelectedAsync(caller, asked, cancellationToken), language)
            : throw V2Exception.BadRequest(V2Code.PredictInvalid, "Nothing is named in this language here. Send a code such as \"en\" or \"ja\".");
    }

    private async Task<IReadOnlySet<string>?> SelectedAsync(Caller caller, V2OutputConfig? asked, CancellationToken cancellationToken)
    {
        if (asked?.SelectConcepts is not { Count: > 0 } selected)
        {
            return null;
        }

        if (selected.Count > MaxSelected)
        {
            throw V2Exception.BadRequest(V2Code.PredictInvalid, $"\"select_concepts\" has at most {MaxSelected} concepts.");
        }

        var tags = new HashSet<string>(StringComparer.Ordinal);
        foreach (var concept in selected)
        {
            var found = await concepts.FindAsync(caller.Account, concept?.Id, concept?.Name, concept?.Language, cancellationToken)
                ?? throw V2Exception.BadRequest(V2Code.PredictInvalid, "A concept of \"select_concepts\" is not known. POST /v2/concepts/searches finds those there are.");
            tags.Add(found.Tag);
        }

        return tags;
    }
}

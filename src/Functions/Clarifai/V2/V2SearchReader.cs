using System.Text.Json;
using Magpie.Accounts;
using Magpie.Concepts;
using Magpie.Inputs;
using Magpie.Search;

namespace Magpie.Functions.Clarifai.V2;

/// <summary>Turns what a client looks for into a query.</summary>
internal sealed class V2SearchReader(ConceptService concepts, IConceptNames names, InputFinder finder, V2Likeness likeness)
{
    /// <summary>Ranks, filters and ands of a search, of each.</summary>
    private const int MaxParts = 100;

    /// <summary>Concepts of a search.</summary>
    private const int MaxConcepts = 128;

    /// <summary>Pictures of a search that hits are to be like.</summary>
    private const int MaxPictures = 8;

    public async Task<SearchQuery> ReadAsync(Caller caller, V2SearchRequest request, CancellationToken cancellationToken)
    {
        var query = QueryOf(request);
        Limit(query.Ranks, "ranks");
        Limit(query.Filters, "filters");
        Limit(query.Ands, "ands");
        var draft = new V2SearchDraft();
        foreach (var rank in query.Ranks ?? [])
        {
            var annotation = rank?.Annotation ?? throw Invalid("A rank needs an \"annotation\".");
            await RankAsync(caller, draft, annotation.Data, annotation.InputId ?? annotation.Data?.Image?.InputId, cancellationToken);
        }

        foreach (var filter in query.Filters ?? [])
        {
            await FilterAsync(caller, draft, filter?.Annotation?.Data, filter?.Annotation?.InputId, cancellationToken);
            await FilterAsync(caller, draft, filter?.Input?.Data, filter?.Input?.Id, cancellationToken);
        }

        foreach (var and in query.Ands ?? [])
        {
            if (and?.Output is { Data: not null, Input.Data: not null })
            {
                throw Invalid("An \"output\" has \"data\" or \"input.data\". Send two parts in \"ands\" for both.");
            }

            await RankAsync(caller, draft, and?.Output?.Data ?? and?.Output?.Input?.Data, and?.Output?.Input?.Id, cancellationToken);
            await FilterAsync(caller, draft, and?.Input?.Data, and?.Input?.Id, cancellationToken);
        }

        return draft.IsEmpty ? throw Empty() : draft.ToQuery(caller);
    }

    private static V2Query QueryOf(V2SearchRequest request) => request switch
    {
        { Searches: [{ Query: { } query }] } => query,
        { Searches.Count: > 1 } => throw Invalid("One search a request: \"searches\" holds several."),
        { Query: { } query } => query,
        _ => throw Empty(),
    };

    private static void Limit<T>(IReadOnlyList<T>? parts, string name)
    {
        if (parts?.Count > MaxParts)
        {
            throw Invalid($"\"{name}\" holds {parts.Count:N0}; at most {MaxParts} are possible.");
        }
    }

    /// <summary>Refuses what cannot be searched by: passed over in silence, it would seem to be true of the hits.</summary>
    /// <param name="isRank">Whether hits are to be ranked by it; else they are to be filtered.</param>
    private static void Check(V2Data? data, bool isRank)
    {
        var unusable = data switch
        {
            { Image.Crop: { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } } => "\"crop\" is not supported. Crop the picture before you send it.",
            { Regions.Count: > 0 } => "\"regions\" cannot be searched by. Say in \"data.concepts\" what the whole input shows.",
            { Video: not null } => "Inputs are not searched by a \"video\". Send a picture in \"data.image\".",
            { Colors.Count: > 0 } or { Embeddings.Count: > 0 } or { Frames.Count: > 0 } =>
                "\"colors\", \"embeddings\" and \"frames\" cannot be searched by. Send \"concepts\", or a picture in \"data.image\".",
            { Metadata.ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } or { Geo: not null } when isRank =>
                "\"metadata\" and \"geo\" filter and do not rank. Send them in \"filters\", or in an \"input\" of \"ands\".",
            { Image.Base64: not null } when !isRank => "\"base64\" ranks and does not filter. Send it in \"ranks\", or in an \"output\" of \"ands\".",
            { Image.InputId: { Length: > 0 } } when !isRank => "\"data.image.input_id\" ranks and does not filter. Send the input's id beside \"data\".",
            _ => null,
        };
        if (unusable is not null)
        {
            throw Invalid(unusable);
        }
    }

    private async Task RankAsync(Caller caller, V2SearchDraft draft, V2Data? data, string? inputId, CancellationToken cancellationToken)
    {
        Check(data, isRank: true);
        foreach (var concept in Concepts(draft, data))
        {
            draft.Ranks.Add(new TagRank((await FindAsync(caller, concept, cancellationToken)).Tag, !V2InputReader.IsPresent(concept)));
        }

        var picture = data?.Image is { } image && (image.Base64 is not null || !string.IsNullOrEmpty(image.Url)) ? V2InputReader.PictureOf(data) : null;
        if (picture is null && string.IsNullOrEmpty(inputId))
        {
            return;
        }

        if (draft.Likes.Count == MaxPictures)
        {
            throw Invalid($"At most {MaxPictures} pictures can be searched by at once.");
        }

        draft.Likes.Add(picture is null
            ? await likeness.OfInputAsync(caller, inputId!, cancellationToken)
            : await likeness.OfPictureAsync(picture, cancellationToken));
    }

    private async Task FilterAsync(Caller caller, V2SearchDraft draft, V2Data? data, string? inputId, CancellationToken cancellationToken)
    {
        Check(data, isRank: false);
        foreach (var concept in Concepts(draft, data))
        {
            (V2InputReader.IsPresent(concept) ? draft.AllTags : draft.NoTags).Add((await FindAsync(caller, concept, cancellationToken)).Tag);
        }

        if (!string.IsNullOrEmpty(inputId))
        {
            draft.Only([await finder.FindAsync(caller, inputId, cancellationToken) is { } stored ? stored.Asset.Id : throw V2Inputs.NotFound()]);
        }

        if (data?.Image?.Url is { Length: > 0 } url)
        {
            draft.Only(await finder.FromUrlAsync(caller, url, cancellationToken));
        }

        if (data?.Metadata is { ValueKind: not JsonValueKind.Null } metadata)
        {
            draft.Contain(metadata);
        }

        if (data?.Geo is { } geo)
        {
            draft.LieIn(V2Places.AreaOf(geo));
        }
    }

    private static IReadOnlyList<V2Concept> Concepts(V2SearchDraft draft, V2Data? data)
    {
        var asked = data?.Concepts ?? [];
        draft.Concepts += asked.Count;
        return draft.Concepts > MaxConcepts ? throw Invalid($"At most {MaxConcepts} concepts can be searched by at once.") : asked;
    }

    private async Task<Concept> FindAsync(Caller caller, V2Concept concept, CancellationToken cancellationToken)
    {
        V2InputReader.IsPresent(concept);
        if (concept.Language is { Length: > 0 } language && !names.Speaks(language))
        {
            throw Invalid("Nothing is named in this language here. Send a code such as \"en\" or \"ja\".");
        }

        var (id, name) = (concept.Id is { Length: > Concept.MaxLength } ? null : concept.Id, concept.Name is { Length: > Concept.MaxLength } ? null : concept.Name);
        return await concepts.FindAsync(caller.Account, id, name, string.IsNullOrEmpty(concept.Language) ? null : concept.Language, cancellationToken)
            ?? throw Invalid("A concept of the search is not known. POST /v2/concepts/searches finds those there are.");
    }

    private static V2Exception Empty() => Invalid("Nothing is looked for. Send \"ranks\" or \"filters\" in \"searches[0].query\", or \"ands\" in \"query\".");

    private static V2Exception Invalid(string details) => V2Exception.BadRequest(V2Code.SearchInvalid, details);
}

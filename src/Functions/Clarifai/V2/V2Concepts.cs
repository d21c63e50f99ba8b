using Magpie.Concepts;
using Magpie.Functions.Http;
using Microsoft.AspNetCore.Http;

namespace Magpie.Functions.Clarifai.V2;

/// <summary>Reads, makes, renames and finds concepts.</summary>
internal sealed class V2Concepts(ConceptService concepts, IConceptNames names)
{
    private const int MaxConcepts = 128;

    private const string English = "en";

    public async Task<IResult> ListAsync(V2Call call, CancellationToken cancellationToken)
    {
        var (skip, count) = call.Page(null);
        var own = await concepts.OfAsync(call.Caller.Account, cancellationToken);
        return Answer(own.All.Concat(names.All.Where(concept => own.ByTag(concept.Tag) is null)).Skip(skip).Take(count), call);
    }

    public async Task<IResult> GetAsync(V2Call call, CancellationToken cancellationToken)
    {
        var found = await concepts.FindAsync(call.Caller.Account, call.Variables[0], null, null, cancellationToken) ?? throw NotFound();
        return new JsonAnswer<V2ConceptResponse>(new(V2Code.Ok.ToStatus(), Of(found, call)), ClarifaiJson.Default.V2ConceptResponse);
    }

    public Task<IResult> CreateAsync(V2Call call, CancellationToken cancellationToken) => EachAsync(
        call, concept => concepts.AddAsync(call.Caller.Account, Text(concept.Id), Text(concept.Name), cancellationToken), cancellationToken);

    public Task<IResult> RenameAsync(V2Call call, CancellationToken cancellationToken) => EachAsync(
        call, concept => concepts.RenameAsync(call.Caller.Account, concept.Id ?? "", concept.Name, cancellationToken), cancellationToken);

    public async Task<IResult> SearchAsync(V2Call call, CancellationToken cancellationToken)
    {
        var request = await call.ReadAsync(ClarifaiJson.Default.V2ConceptSearchRequest, cancellationToken);
        var pattern = new NamePattern(Text(request.ConceptQuery?.Name) is { Length: <= Concept.MaxLength } name ? name : "");
        if (pattern.IsEmpty)
        {
            throw V2Exception.BadRequest(V2Code.ConceptsInvalid, $"Send a name of 1 to {Concept.MaxLength} characters in \"concept_query.name\"; \"*\" stands for any characters.");
        }

        var language = Text(request.ConceptQuery!.Language) ?? English;
        if (!names.Speaks(language))
        {
            throw V2Exception.BadRequest(V2Code.ConceptsInvalid, "Nothing is named in this language here. Send a code such as \"en\" or \"ja\".");
        }

        var (skip, count) = call.Page(request.Pagination);
        var own = await concepts.OfAsync(call.Caller.Account, cancellationToken);
        var found = own.All.Where(concept => pattern.Matches(concept.Name))
            .Concat(names.All
                .Where(concept => own.ByTag(concept.Tag) is null)
                .Select(concept => concept with { Name = names.NameOf(concept, language) })
                .Where(concept => pattern.Matches(concept.Name)));
        return Answer(found.Skip(skip).Take(count), call);
    }

    /// <summary>Changes one after the other; one that is refused leaves the others alone.</summary>
    private static async Task<IResult> EachAsync(V2Call call, Func<V2Concept, Task<ConceptResult>> change, CancellationToken cancellationToken)
    {
        var asked = await ReadAsync(call, cancellationToken);
        var changed = new List<(V2Concept? Answer, V2Exception? Error)>();
        foreach (var concept in asked)
        {
            changed.Add(await V2Sum.TryAsync(async () => Of(Done(await change(concept)), call)));
        }

        V2Sum.ThrowIfAll([.. changed.Select(one => one.Error)]);
        var (http, status) = V2Sum.Of([.. changed.Select(one => one.Error is null)], "concepts");
        var answers = asked.Zip(changed, static (concept, one) => one.Answer ?? new V2Concept { Id = concept.Id, Name = concept.Name, Status = one.Error!.Status });
        return new JsonAnswer<V2ConceptsResponse>(new(status, [.. answers]), ClarifaiJson.Default.V2ConceptsResponse, http);
    }

    private static V2Exception NotFound() => V2Exception.NotFound(V2Code.NotFound, "There is no concept of this id or name.");

    private static string? Text(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static Concept Done(ConceptResult result) => result switch
    {
        ConceptResult.Done done => done.Concept,
        ConceptResult.Refused refused => throw V2Exception.BadRequest(V2Code.ConceptsInvalid, refused.Error.Message),
        ConceptResult.Taken => throw V2Exception.BadRequest(V2Code.DuplicateKey, "There is a concept of this id. Change its name with PATCH, or choose another id."),
        _ => throw NotFound(),
    };

    private static async Task<IReadOnlyList<V2Concept>> ReadAsync(V2Call call, CancellationToken cancellationToken)
    {
        var request = await call.ReadAsync(ClarifaiJson.Default.V2ConceptsRequest, cancellationToken);
        var asked = request.Concepts ?? (request.Concept is { } one ? [one] : []);
        return asked.Count is 0 or > MaxConcepts || asked.Contains(null)
            ? throw V2Exception.BadRequest(V2Code.ConceptsInvalid, $"Send 1 to {MaxConcepts} concepts in \"concepts\".")
            : [.. asked.OfType<V2Concept>()];
    }

    private static JsonAnswer<V2ConceptsResponse> Answer(IEnumerable<Concept> found, V2Call call) =>
        new(new(V2Code.Ok.ToStatus(), [.. found.Select(concept => Of(concept, call))]), ClarifaiJson.Default.V2ConceptsResponse);

    private static V2Concept Of(Concept concept, V2Call call) => new()
    {
        Id = concept.Id,
        Name = concept.Name,
        CreatedAt = concept.CreatedAt,
        AppId = concept.CreatedAt is null ? "main" : call.Caller.Account,
    };
}

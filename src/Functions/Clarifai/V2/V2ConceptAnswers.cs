namespace Magpie.Functions.Clarifai.V2;

/// <summary>Concepts to make or to rename.</summary>
public sealed record V2ConceptsRequest(IReadOnlyList<V2Concept?>? Concepts, V2Concept? Concept, string? Action);

/// <summary>Which concepts are looked for.</summary>
public sealed record V2ConceptSearchRequest(V2ConceptQuery? ConceptQuery, V2Pagination? Pagination);

/// <summary>A name, with <c>*</c> for any characters.</summary>
/// <param name="Language">Of the name; English when null.</param>
public sealed record V2ConceptQuery(string? Name, string? Language);

/// <summary>Several concepts.</summary>
public sealed record V2ConceptsResponse(V2Status Status, IReadOnlyList<V2Concept> Concepts);

/// <summary>One concept.</summary>
public sealed record V2ConceptResponse(V2Status Status, V2Concept Concept);

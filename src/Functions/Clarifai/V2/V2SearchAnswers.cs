namespace Magpie.Functions.Clarifai.V2;

/// <summary>What is looked for: one of <paramref name="Searches"/>, or <paramref name="Query"/> as older clients say it.</summary>
public sealed record V2SearchRequest(IReadOnlyList<V2Search?>? Searches, V2Query? Query, V2Pagination? Pagination);

/// <summary>One search.</summary>
public sealed record V2Search(V2Query? Query);

/// <summary>Filters go before ranks; <paramref name="Ands"/> are either, each.</summary>
public sealed record V2Query(IReadOnlyList<V2Rank?>? Ranks, IReadOnlyList<V2Filter?>? Filters, IReadOnlyList<V2And?>? Ands);

/// <summary>What hits are ordered by.</summary>
public sealed record V2Rank(V2Annotation? Annotation);

/// <summary>What hits must be.</summary>
public sealed record V2Filter(V2Annotation? Annotation, V2Input? Input);

/// <summary>In older clients: an input is a filter, an output a rank.</summary>
public sealed record V2And(V2Input? Input, V2AndOutput? Output);

/// <summary>What models said of an input, or an input to be like.</summary>
public sealed record V2AndOutput(V2Data? Data, V2Input? Input);

/// <summary>What was found, the best first.</summary>
public sealed record V2SearchResponse(V2Status Status, IReadOnlyList<V2Hit> Hits);

/// <summary>An input that was found.</summary>
/// <param name="Score">0 to 1.</param>
public sealed record V2Hit(double Score, V2Input Input, V2Annotation Annotation);

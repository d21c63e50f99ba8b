namespace Magpie.Functions.Clarifai.V2;

/// <summary>An input: as it is sent, and as it is answered.</summary>
public sealed record V2Input
{
    public string? Id { get; init; }

    public V2Data? Data { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    public DateTimeOffset? ModifiedAt { get; init; }

    /// <summary>Whether it is there; only in an answer.</summary>
    public V2Status? Status { get; init; }
}

/// <summary>What is to be done to inputs.</summary>
/// <param name="Input">In the place of <paramref name="Inputs"/>, for one.</param>
/// <param name="Action">Of a PATCH: <c>merge</c>, <c>overwrite</c> or <c>remove</c>.</param>
/// <param name="Ids">Of a DELETE.</param>
/// <param name="DeleteAll">Of a DELETE.</param>
public sealed record V2InputsRequest(IReadOnlyList<V2Input?>? Inputs, V2Input? Input, string? Action, IReadOnlyList<string?>? Ids, bool? DeleteAll);

/// <summary>Several inputs.</summary>
public sealed record V2InputsResponse(V2Status Status, IReadOnlyList<V2Input> Inputs);

/// <summary>One input.</summary>
public sealed record V2InputResponse(V2Status Status, V2Input Input);

/// <summary>How many inputs are how far.</summary>
public sealed record V2CountsResponse(V2Status Status, V2Counts Counts);

/// <summary>Inputs of each kind; at most 10,000 of each are counted.</summary>
/// <param name="Processed">Ready.</param>
/// <param name="ToProcess">Waiting, or being worked on.</param>
/// <param name="Errors">Rejected or failed.</param>
public sealed record V2Counts(int Processed, int ToProcess, int Errors, int Processing, int Reindexed, int ToReindex);

/// <summary>What is said of inputs.</summary>
public sealed record V2AnnotationsRequest(IReadOnlyList<V2Annotation?>? Annotations);

/// <summary>What is said of one input.</summary>
public sealed record V2Annotation
{
    public string? Id { get; init; }

    public string? InputId { get; init; }

    public V2Data? Data { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    public V2Status? Status { get; init; }
}

/// <summary>What was said.</summary>
public sealed record V2AnnotationsResponse(V2Status Status, IReadOnlyList<V2Annotation> Annotations);

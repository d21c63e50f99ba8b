namespace Magpie.Functions.Clarifai.V2;

/// <summary>A model.</summary>
/// <param name="AppId"><c>main</c>, as Clarifai's own models.</param>
public sealed record V2Model(
    string Id, string Name, DateTimeOffset? CreatedAt, string AppId, V2OutputInfo OutputInfo, V2ModelVersion ModelVersion, string DisplayName);

/// <summary>What a model answers with.</summary>
/// <param name="Data">Its concepts; only where they were asked for.</param>
public sealed record V2OutputInfo(string Type, string TypeExt, string? Message = null, V2Data? Data = null, V2OutputConfig? OutputConfig = null);

/// <summary>What to leave out of an answer; in a request.</summary>
/// <param name="MinValue">0 to 1.</param>
public sealed record V2OutputConfig(int? MaxConcepts, double? MinValue, IReadOnlyList<V2Concept?>? SelectConcepts, string? Language, int? SampleMs = null);

/// <summary>A version of a model.</summary>
public sealed record V2ModelVersion(string Id, DateTimeOffset? CreatedAt, V2Status Status);

/// <summary>One model.</summary>
public sealed record V2ModelResponse(V2Status Status, V2Model Model);

/// <summary>Several models.</summary>
public sealed record V2ModelsResponse(V2Status Status, IReadOnlyList<V2Model> Models);

/// <summary>One version of a model.</summary>
public sealed record V2ModelVersionResponse(V2Status Status, V2ModelVersion ModelVersion);

/// <summary>The versions of a model.</summary>
public sealed record V2ModelVersionsResponse(V2Status Status, IReadOnlyList<V2ModelVersion> ModelVersions);

/// <summary>Which models are looked for.</summary>
public sealed record V2ModelSearchRequest(V2ModelQuery? ModelQuery, V2Pagination? Pagination);

/// <summary>A name, with <c>*</c> for any characters, and a type.</summary>
public sealed record V2ModelQuery(string? Name, string? Type);

/// <summary>What a model is to look at.</summary>
public sealed record V2OutputsRequest(IReadOnlyList<V2Input?>? Inputs, V2AskedModel? Model);

/// <summary>How a model is asked.</summary>
public sealed record V2AskedModel(V2AskedInfo? OutputInfo, V2AskedVersion? ModelVersion = null);

/// <summary>How a model is asked.</summary>
public sealed record V2AskedInfo(V2OutputConfig? OutputConfig);

/// <summary>How a model is asked, as newer clients say it.</summary>
public sealed record V2AskedVersion(V2AskedInfo? OutputInfo);

/// <summary>What a model said of each input.</summary>
public sealed record V2OutputsResponse(V2Status Status, IReadOnlyList<V2ModelOutput> Outputs);

/// <summary>What a model said of one input.</summary>
public sealed record V2ModelOutput(string Id, V2Status Status, DateTimeOffset CreatedAt, V2Model Model, V2Input Input, V2Data? Data);

using System.Text.Json.Serialization;
using Magpie.Functions.Clarifai.V1;
using Magpie.Functions.Clarifai.V2;
using Magpie.Functions.Http;

namespace Magpie.Functions.Clarifai;

/// <summary>Everything that Clarifai's API reads and writes as JSON, compiled.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = 32,
    Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(TokenResponse))]
[JsonSerializable(typeof(V1ErrorResponse))]
[JsonSerializable(typeof(V1TagResponse))]
[JsonSerializable(typeof(V2StatusResponse))]
[JsonSerializable(typeof(V2InputsRequest))]
[JsonSerializable(typeof(V2InputsResponse))]
[JsonSerializable(typeof(V2InputResponse))]
[JsonSerializable(typeof(V2CountsResponse))]
[JsonSerializable(typeof(V2AnnotationsRequest))]
[JsonSerializable(typeof(V2AnnotationsResponse))]
[JsonSerializable(typeof(V2ConceptsRequest))]
[JsonSerializable(typeof(V2ConceptSearchRequest))]
[JsonSerializable(typeof(V2ConceptsResponse))]
[JsonSerializable(typeof(V2ConceptResponse))]
[JsonSerializable(typeof(V2ModelResponse))]
[JsonSerializable(typeof(V2ModelsResponse))]
[JsonSerializable(typeof(V2ModelVersionResponse))]
[JsonSerializable(typeof(V2ModelVersionsResponse))]
[JsonSerializable(typeof(V2ModelSearchRequest))]
[JsonSerializable(typeof(V2OutputsRequest))]
[JsonSerializable(typeof(V2OutputsResponse))]
[JsonSerializable(typeof(V2SearchRequest))]
[JsonSerializable(typeof(V2SearchResponse))]
public sealed partial class ClarifaiJson : JsonSerializerContext;

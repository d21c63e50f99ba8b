using System.Text.Json.Serialization;
using Magpie.Functions.Clarifai.V1;

namespace Magpie.Functions.Clarifai;

/// <summary>Everything that Clarifai's API reads and writes as JSON, compiled.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = 32)]
[JsonSerializable(typeof(TokenResponse))]
[JsonSerializable(typeof(V1ErrorResponse))]
[JsonSerializable(typeof(V1TagResponse))]
public sealed partial class ClarifaiJson : JsonSerializerContext;

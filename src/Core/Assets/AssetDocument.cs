using System.Text.Json;
using System.Text.Json.Serialization;

namespace Magpie.Assets;

/// <summary>An asset as JSON: what the catalogue's rows and the search snapshot keep of it.</summary>
public static class AssetDocument
{
    /// <summary>One line of JSON.</summary>
    public static string Write(Asset asset) => JsonSerializer.Serialize(asset, AssetJson.Default.Asset);

    /// <summary>The asset that was written; null for the JSON <c>null</c>.</summary>
    /// <exception cref="JsonException">It is no asset.</exception>
    public static Asset? Read(ReadOnlySpan<char> json) => JsonSerializer.Deserialize(json, AssetJson.Default.Asset);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Asset))]
internal sealed partial class AssetJson : JsonSerializerContext;

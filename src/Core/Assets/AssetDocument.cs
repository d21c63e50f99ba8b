using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Magpie.Assets;

/// <summary>An asset as JSON: what the catalogue's rows and the search snapshot keep of it.</summary>
public static class AssetDocument
{
    /// <summary>Letters as they are, for no page shows the document itself: escaped, a tag in Cyrillic takes six times its length of a row.</summary>
    private static readonly AssetJson Json = new(new JsonSerializerOptions(AssetJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>One line of JSON.</summary>
    public static string Write(Asset asset) => JsonSerializer.Serialize(asset, Json.Asset);

    /// <summary>The asset that was written; null for the JSON <c>null</c>.</summary>
    /// <exception cref="JsonException">It is no asset.</exception>
    public static Asset? Read(ReadOnlySpan<char> json) => JsonSerializer.Deserialize(json, Json.Asset);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Asset))]
internal sealed partial class AssetJson : JsonSerializerContext;

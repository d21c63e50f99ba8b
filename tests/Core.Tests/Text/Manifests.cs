using System.Text.Json;
using Magpie.Tagging;

namespace Magpie.Core.Tests.Text;

/// <summary>Manifests of decoders, without models.</summary>
internal static class Manifests
{
    public static PackManifest Of(string task, string extras) => new()
    {
        Id = "made",
        Version = "1.0.0",
        Task = task,
        Model = "model.onnx",
        Sha256 = new string('0', 64),
        Input = new PackInput("x"),
        Outputs = new Dictionary<string, PackOutput>(StringComparer.Ordinal),
        Extras = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(extras)!,
    };
}

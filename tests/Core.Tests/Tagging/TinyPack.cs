using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Magpie.Core.Tests.Tagging;

/// <summary>A temporary folder of small packs; gone when disposed.</summary>
internal sealed class TinyPack : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("magpie-packs-").FullName;

    /// <summary>Writes a sound pack that names an image's strongest colour, then lets the test change it.</summary>
    /// <returns>The pack's folder.</returns>
    public string Add(
        string id = "colours",
        byte[]? model = null,
        Action<JsonObject>? manifest = null,
        Action<JsonArray>? labels = null)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Root, id)).FullName;
        var bytes = model ?? TinyModel.Mean();
        var json = new JsonObject
        {
            ["id"] = id,
            ["version"] = "1.0.0",
            ["task"] = "classification",
            ["title"] = "The strongest colour",
            ["license"] = "MIT",
            ["model"] = "model.onnx",
            ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(bytes)),
            ["bytes"] = bytes.Length,
            ["input"] = new JsonObject
            {
                ["name"] = "image",
                ["width"] = 8,
                ["height"] = 8,
                ["resize"] = "stretch",
                ["layout"] = "NCHW",
                ["channels"] = "RGB",
                ["dtype"] = "float32",
                ["scale"] = 1 / 255.0,
                ["mean"] = new JsonArray(0, 0, 0),
                ["std"] = new JsonArray(1, 1, 1),
            },
            ["outputs"] = new JsonObject
            {
                ["scores"] = new JsonObject { ["name"] = "scores", ["activation"] = "none" },
                ["embedding"] = new JsonObject { ["name"] = "feature", ["size"] = 3, ["normalize"] = "l2" },
            },
            ["labels"] = "labels.json",
            ["threshold"] = 0.5,
            ["top"] = 5,
        };
        var names = new JsonArray(Label("red"), Label("green"), Label("blue"));
        manifest?.Invoke(json);
        labels?.Invoke(names);
        File.WriteAllText(Path.Combine(folder, "pack.json"), json.ToJsonString());
        File.WriteAllText(Path.Combine(folder, "labels.json"), names.ToJsonString());
        File.WriteAllBytes(Path.Combine(folder, "model.onnx"), bytes);
        return folder;
    }

    public static JsonObject Label(string name, bool ignore = false, params string[] parents)
    {
        var label = new JsonObject
        {
            ["id"] = $"id-{name}",
            ["names"] = new JsonObject { ["en"] = name, ["de"] = $"{name}-de" },
            ["parents"] = new JsonArray([.. (parents.Length > 0 ? parents : ["colour"]).Select(parent => (JsonNode)parent)]),
        };
        if (ignore)
        {
            label["ignore"] = true;
        }

        return label;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}

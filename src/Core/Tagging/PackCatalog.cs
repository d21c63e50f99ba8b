using System.Text.Json;
using System.Text.Json.Nodes;

namespace Magpie.Tagging;

/// <summary>The public models that <c>models/catalog.json</c> pins.</summary>
public sealed class PackCatalog
{
    private const int MaxEntries = 500;

    private PackCatalog(IReadOnlyList<CatalogEntry> entries) => Entries = entries;

    public IReadOnlyList<CatalogEntry> Entries { get; }

    /// <summary>The pack that a first start tries to install; null when none is marked.</summary>
    public CatalogEntry? Recommended => Entries.FirstOrDefault(entry => entry.Recommended);

    /// <summary>An entry by id.</summary>
    public CatalogEntry? Find(string id) => Entries.FirstOrDefault(entry => string.Equals(entry.Id, id, StringComparison.Ordinal));

    /// <summary>Reads a catalogue; null with what is wrong with it.</summary>
    public static PackCatalog? Read(string path, IList<string> problems)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(problems);
        var found = new List<string>();
        var (folder, file) = (Path.GetDirectoryName(Path.GetFullPath(path))!, Path.GetFileName(path));
        var entries = new List<CatalogEntry>();
        if (PackFiles.Read(folder, file, PackFiles.MaxManifestBytes, found) is { } json)
        {
            PackJson.Read(json, file, found, root => Read(root, folder, file, entries, found));
        }

        foreach (var problem in found)
        {
            problems.Add(problem);
        }

        return found.Count == 0 ? new(entries) : null;
    }

    private static List<CatalogEntry>? Read(JsonElement root, string folder, string file, List<CatalogEntry> entries, List<string> problems)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("packs", out var packs) || packs.ValueKind != JsonValueKind.Array
            || packs.GetArrayLength() > MaxEntries || packs.EnumerateArray().Any(pack => pack.ValueKind != JsonValueKind.Object))
        {
            problems.Add($"{file}: 'packs' must be a list of at most {MaxEntries} objects.");
            return null;
        }

        foreach (var pack in packs.EnumerateArray())
        {
            var fields = new JsonFields(pack, file, $"packs[{entries.Count}].", problems);
            var address = fields.Text("url", required: true);
            if (address is not null && !(Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps))
            {
                fields.Problem("url", "must be an https address");
            }

            var labels = fields.Text("labels");
            if (labels is not null && !labels.Split('/').All(PackFiles.IsPlainName))
            {
                fields.Problem("labels", "must be a file below the catalogue's folder");
            }

            fields.Object("manifest", required: false);
            entries.Add(new(
                fields.Text("id", required: true) ?? "",
                fields.Text("title", required: true) ?? "",
                fields.Text("license", required: true) ?? "",
                address ?? "",
                fields.Whole("bytes", 1, long.MaxValue, required: true) ?? 0,
                fields.Text("sha256", required: true)?.ToLowerInvariant() ?? "",
                labels is null ? null : Path.Combine(folder, labels),
                pack.TryGetProperty("manifest", out var manifest) && manifest.ValueKind == JsonValueKind.Object ? manifest.GetRawText() : null,
                pack.TryGetProperty("recommended", out var recommended) && recommended.ValueKind == JsonValueKind.True));
        }

        return entries;
    }
}

/// <summary>A public model.</summary>
/// <param name="Id">What <c>models install</c> is told.</param>
/// <param name="License">SPDX identifier.</param>
/// <param name="Address">Of the model file, https.</param>
/// <param name="Bytes">Of the model file.</param>
/// <param name="Sha256">Of the model file.</param>
/// <param name="LabelsPath">A file of this repository that is written beside the model; null where the task has no labels.</param>
/// <param name="Manifest">What <c>pack.json</c> says besides this record; null where no pack can be made of the model yet.</param>
/// <param name="Recommended">What a first start tries to install.</param>
public sealed record CatalogEntry(
    string Id, string Title, string License, string Address, long Bytes, string Sha256, string? LabelsPath, string? Manifest, bool Recommended)
{
    /// <summary>Name of the model file in the installed pack.</summary>
    public const string ModelFile = "model.onnx";

    /// <summary>Name of the labels file in the installed pack.</summary>
    public const string LabelsFile = "labels.json";

    /// <summary>The whole <c>pack.json</c>; null where there is no manifest.</summary>
    internal byte[]? PackJson()
    {
        if (Manifest is null || JsonNode.Parse(Manifest) is not JsonObject json)
        {
            return null;
        }

        (json["id"], json["title"], json["license"], json["source"]) = (Id, Title, License, Address);
        (json["model"], json["bytes"], json["sha256"]) = (ModelFile, Bytes, Sha256);
        if (LabelsPath is not null)
        {
            json["labels"] = LabelsFile;
        }

        return JsonSerializer.SerializeToUtf8Bytes(json, Indented);
    }

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
}

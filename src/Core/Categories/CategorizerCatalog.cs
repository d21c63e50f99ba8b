using System.Text.Json;
using System.Text.Json.Serialization;

namespace Magpie.Categories;

/// <summary>The categorizers there are: manifests that are part of this assembly.</summary>
public sealed class CategorizerCatalog
{
    private const string Folder = "Categories.Manifests.";

    private readonly Lazy<IReadOnlyList<Categorizer>> _all = new(Read);

    /// <summary>Those with categories of their own, by id.</summary>
    public IReadOnlyList<Categorizer> All => _all.Value;

    /// <summary>Every id, that of <see cref="Categorizer.Default"/> first.</summary>
    public IEnumerable<string> Ids => All.Prepend(Categorizer.Default).Select(categorizer => categorizer.Id);

    /// <summary>Null when there is none of this id.</summary>
    public Categorizer? Find(string id) => All.Prepend(Categorizer.Default).FirstOrDefault(categorizer => string.Equals(categorizer.Id, id, StringComparison.Ordinal));

    private static IReadOnlyList<Categorizer> Read()
    {
        var assembly = typeof(CategorizerCatalog).Assembly;
        return
        [
            .. assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(name =>
            {
                using var stream = assembly.GetManifestResourceStream(name)!;
                return new Categorizer(JsonSerializer.Deserialize(stream, CategorizerJson.Default.CategorizerManifest)!);
            }),
        ];
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CategorizerManifest))]
internal sealed partial class CategorizerJson : JsonSerializerContext;

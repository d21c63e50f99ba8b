using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Magpie.Functions.OpenApi;

/// <summary>
/// The OpenAPI 3.1 document of every route, put together from a part a feature when it is first asked for. Written by hand, because nothing
/// that reads types sees what a function answers; tests hold it against the functions and against what is serialised.
/// </summary>
public sealed class OpenApiDocument
{
    private const string Folder = "OpenApi.Document.";
    private const string First = Folder + "base.json";

    private readonly Lazy<EmbeddedFile> _file = new(() => EmbeddedFile.Of(JsonSerializer.SerializeToUtf8Bytes(Merge())));

    /// <summary>The whole, as JSON in UTF-8.</summary>
    public EmbeddedFile File => _file.Value;

    private static JsonObject Merge()
    {
        var assembly = typeof(OpenApiDocument).Assembly;
        var whole = Read(assembly, First);
        foreach (var name in assembly.GetManifestResourceNames().Where(IsPart).Order(StringComparer.Ordinal))
        {
            Add(whole, Read(assembly, name));
        }

        return whole;
    }

    private static bool IsPart(string name) => name.StartsWith(Folder, StringComparison.Ordinal) && name != First;

    private static JsonObject Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        return JsonNode.Parse(stream)!.AsObject();
    }

    /// <summary>Objects are joined; anything else that is there twice is a mistake in the parts.</summary>
    private static void Add(JsonObject whole, JsonObject part)
    {
        foreach (var (name, value) in part.ToArray())
        {
            if (whole[name] is JsonObject there && value is JsonObject more)
            {
                Add(there, more);
            }
            else
            {
                part.Remove(name);
                whole.Add(name, value);
            }
        }
    }
}

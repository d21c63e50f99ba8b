using System.Text;
using System.Text.Json;
using Magpie.Tests.Support;

namespace Magpie.Functions.Tests.Imagga.Contract;

/// <summary>What the vendor's documentation shows: an example answer and snippets for each endpoint. See README.md beside the files.</summary>
internal static class Seed
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "tests", "Functions.Tests", "Imagga", "Contract", "Seed");

    private static readonly JsonElement Answers = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "answers.json"))).RootElement;

    public static IEnumerable<string> Names => Answers.EnumerateObject().Select(answer => answer.Name);

    public static JsonElement Answer(string name) => Answers.GetProperty(name);

    /// <summary>The snippets of a language by name, such as <c>GET tags</c>, as they stand in the documentation.</summary>
    public static IReadOnlyDictionary<string, string> Snippets(string language)
    {
        var snippets = new Dictionary<string, StringBuilder>(StringComparer.Ordinal);
        StringBuilder? current = null;
        foreach (var line in File.ReadLines(Path.Combine(Folder, $"{language}.txt")))
        {
            if (line.StartsWith("=== ", StringComparison.Ordinal))
            {
                snippets.Add(line[4..], current = new StringBuilder());
            }
            else
            {
                current!.Append(line).Append('\n');
            }
        }

        return snippets.ToDictionary(snippet => snippet.Key, snippet => snippet.Value.ToString(), StringComparer.Ordinal);
    }
}

using System.Text.Json;

namespace Magpie.Tagging;

/// <summary>
/// Reads a file of names in one language: an object whose keys are label ids or English names (of labels and of parents), and whose values are
/// a name or a list of names. The first is shown, all are found.
/// </summary>
internal static class NamesReader
{
    private const int MaxKeys = 200_000;
    private const int MaxNames = 16;
    private const int MaxLength = 200;
    private const int MaxProblems = 5;

    /// <summary>The names by key, or null with what is wrong.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>>? Read(ReadOnlyMemory<byte> json, string file, List<string> problems) =>
        PackJson.Read(json, file, problems, root => Read(root, file, problems));

    private static Dictionary<string, IReadOnlyList<string>>? Read(JsonElement root, string file, List<string> problems)
    {
        if (root.ValueKind != JsonValueKind.Object || root.GetPropertyCount() > MaxKeys)
        {
            problems.Add($"{file}: must be an object of label id or English name to name, with at most {MaxKeys} entries.");
            return null;
        }

        var before = problems.Count;
        var names = new Dictionary<string, IReadOnlyList<string>>(root.GetPropertyCount(), StringComparer.Ordinal);
        foreach (var entry in root.EnumerateObject())
        {
            if (Names(entry.Value) is { } some)
            {
                names[entry.Name] = some;
            }
            else
            {
                problems.Add($"{file}: '{entry.Name}' must be a name of 1 to {MaxLength} characters, or a list of 1 to {MaxNames} of them.");
                if (problems.Count - before == MaxProblems)
                {
                    break;
                }
            }
        }

        return problems.Count == before ? names : null;
    }

    private static string[]? Names(JsonElement value)
    {
        string[] names = value.ValueKind switch
        {
            JsonValueKind.String => [value.GetString()!],
            JsonValueKind.Array when value.GetArrayLength() is > 0 and <= MaxNames =>
                [.. value.EnumerateArray().Select(one => one.ValueKind == JsonValueKind.String ? one.GetString()! : "")],
            _ => [],
        };
        return names.Length > 0 && Array.TrueForAll(names, IsName) ? names : null;
    }

    private static bool IsName(string name) => name.Length <= MaxLength && !name.Any(char.IsControl) && name.AsSpan().Trim().Length > 0;
}

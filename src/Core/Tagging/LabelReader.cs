using System.Text.Json;

namespace Magpie.Tagging;

/// <summary>Reads <c>labels.json</c>; <see cref="NamesReader"/> reads the files beside it that add languages.</summary>
internal static class LabelReader
{
    private const int MaxLabels = 100_000;
    private const int MaxParents = 32;
    private const int MaxSynonyms = 64;
    private const int MaxLanguages = 64;
    private const int MaxProblems = 5;
    private static readonly IReadOnlyDictionary<string, string> NoNames = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The labels in the order of the model's scores, or null with what is wrong.</summary>
    public static IReadOnlyList<PackLabel>? Read(ReadOnlyMemory<byte> json, string file, List<string> problems) =>
        PackJson.Read(json, file, problems, root => Read(root, file, problems));

    private static List<PackLabel>? Read(JsonElement root, string file, List<string> problems)
    {
        if (root.ValueKind != JsonValueKind.Array || root.GetArrayLength() is 0 or > MaxLabels)
        {
            problems.Add($"{file}: must be a list of 1 to {MaxLabels} labels.");
            return null;
        }

        var before = problems.Count;
        var labels = new List<PackLabel>(root.GetArrayLength());
        foreach (var one in root.EnumerateArray())
        {
            labels.Add(Label(one, labels.Count, file, problems));
            if (problems.Count - before >= MaxProblems)
            {
                break;
            }
        }

        return problems.Count == before ? labels : null;
    }

    /// <summary>Labels that are only names: the name is the id too.</summary>
    public static IReadOnlyList<PackLabel> FromNames(IReadOnlyList<string> names) =>
        [.. names.Select(name => new PackLabel(name, new Dictionary<string, string>(StringComparer.Ordinal) { ["en"] = name }, [], Ignore: false))];

    /// <summary>The labels with names in one more language; what the labels say themselves stays.</summary>
    public static IReadOnlyList<PackLabel> AddLanguage(
        IReadOnlyList<PackLabel> labels, string code, IReadOnlyDictionary<string, IReadOnlyList<string>> names) =>
    [
        .. labels.Select(label =>
            !label.Names.ContainsKey(code)
            && (names.TryGetValue(label.Id, out var some) || names.TryGetValue(TagNormalizer.Normalize(label.NameIn(Languages.English)), out some))
                ? label with { Names = new Dictionary<string, string>(label.Names, StringComparer.Ordinal) { [code] = some[0] } }
                : label),
    ];

    private static PackLabel Label(JsonElement json, int index, string file, List<string> problems)
    {
        if (json.ValueKind == JsonValueKind.String && json.GetString() is { Length: > 0 } plain)
        {
            return FromNames([plain])[0];
        }

        if (json.ValueKind != JsonValueKind.Object)
        {
            problems.Add($"{file}: '[{index}]' must be an object with 'id' and 'names', or a name.");
            return new("", NoNames, [], Ignore: true);
        }

        var fields = new JsonFields(json, file, $"[{index}].", problems);
        var id = fields.Text("id", required: true, max: 200) ?? "";
        var parents = Texts(json, fields, "parents", MaxParents);
        var synonyms = Texts(json, fields, "synonyms", MaxSynonyms);

        var ignore = json.TryGetProperty("ignore", out var mark);
        if (ignore && mark.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            fields.Problem("ignore", "must be true or false");
        }

        return new(id, Names(fields, id), parents, ignore && mark.ValueKind == JsonValueKind.True) { Synonyms = synonyms };
    }

    private static IReadOnlyList<string> Texts(JsonElement json, JsonFields fields, string field, int most)
    {
        var texts = json.TryGetProperty(field, out var list) && list.ValueKind == JsonValueKind.Array && list.GetArrayLength() == 0
            ? []
            : fields.Texts(field) ?? [];
        if (texts.Count > most)
        {
            fields.Problem(field, $"has more than {most} entries");
        }

        return texts;
    }

    private static Dictionary<string, string> Names(JsonFields label, string id)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        if (label.Object("names", required: false) is { } fields)
        {
            foreach (var code in fields.Names.Take(MaxLanguages).ToList())
            {
                if (fields.Text(code, required: true, max: 200) is { } name)
                {
                    names[code] = name;
                }
            }
        }

        if (names.Count == 0)
        {
            names["en"] = id;
        }

        return names;
    }
}

using System.Text.Json;

namespace Magpie.Tagging;

/// <summary>The fields of one JSON object, each read once against its rule; what breaks a rule becomes a sentence that names file and field.</summary>
internal sealed class JsonFields(JsonElement json, string file, string path, List<string> problems)
{
    private const int MaxText = 500;
    private const int MaxList = 20_000;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>Records that a field breaks a rule.</summary>
    public void Problem(string field, string rule) => problems.Add($"{file}: '{path}{field}' {rule}.");

    public string? Text(string field, bool required = false, int max = MaxText)
    {
        if (!Find(field, required, out var value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String && value.GetString() is { } text && text.Length <= max && !text.Any(char.IsControl)
            && (text.Length > 0 || !required))
        {
            return text;
        }

        Problem(field, $"must be {(required ? "1" : "0")} to {max} characters of text");
        return null;
    }

    public string? OneOf(string field, IReadOnlyCollection<string> allowed, bool required = false)
    {
        var text = Text(field, required);
        if (text is null || allowed.Contains(text, StringComparer.Ordinal))
        {
            return text;
        }

        Problem(field, $"must be one of {string.Join(", ", allowed)}, and is '{text}'");
        return null;
    }

    public double? Number(string field, double min, double max, bool required = false)
    {
        if (!Find(field, required, out var value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number >= min && number <= max)
        {
            return number;
        }

        Problem(field, FormattableString.Invariant($"must be a number from {min} to {max}"));
        return null;
    }

    public long? Whole(string field, long min, long max, bool required = false)
    {
        if (!Find(field, required, out var value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= min && number <= max)
        {
            return number;
        }

        Problem(field, FormattableString.Invariant($"must be a whole number from {min} to {max}"));
        return null;
    }

    /// <summary>Exactly three numbers: one a channel.</summary>
    public float[]? Three(string field, bool zeroAllowed)
    {
        if (!Find(field, required: false, out var value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == PackInput.Channels
            && value.EnumerateArray().All(one => one.ValueKind == JsonValueKind.Number))
        {
            var numbers = value.EnumerateArray().Select(one => one.GetSingle()).ToArray();
            if (numbers.All(float.IsFinite) && (zeroAllowed || numbers.All(number => number != 0)))
            {
                return numbers;
            }
        }

        Problem(field, $"must be three numbers{(zeroAllowed ? "" : ", none of them 0")}: one for each channel in the model's order");
        return null;
    }

    public IReadOnlyList<string>? Texts(string field)
    {
        if (!Find(field, required: false, out var value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() is > 0 and <= MaxList
            && value.EnumerateArray().All(one => one.ValueKind == JsonValueKind.String && one.GetString() is { Length: > 0 and <= MaxText }))
        {
            return [.. value.EnumerateArray().Select(one => one.GetString()!)];
        }

        Problem(field, $"must be a list of 1 to {MaxList} texts, none of them empty");
        return null;
    }

    public bool IsArray(string field) => json.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.Array;

    /// <summary>The fields of an object within this one; null when it is missing or no object.</summary>
    public JsonFields? Object(string field, bool required)
    {
        if (!Find(field, required, out var value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Object)
        {
            return new(value, file, $"{path}{field}.", problems);
        }

        Problem(field, "must be an object");
        return null;
    }

    /// <summary>The names of all fields.</summary>
    public IEnumerable<string> Names => json.EnumerateObject().Select(one => one.Name);

    /// <summary>What no rule was asked for. One that is a misspelt field is a problem; the rest is for decoders.</summary>
    public IReadOnlyDictionary<string, JsonElement> Rest()
    {
        var rest = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var field in json.EnumerateObject().Where(field => !_known.Contains(field.Name)))
        {
            if (_known.FirstOrDefault(known => Spelling.IsSlip(field.Name, known)) is { } meant)
            {
                Problem(field.Name, $"is no field; '{meant}' is meant");
            }

            rest[field.Name] = field.Value.Clone();
        }

        return rest;
    }

    private bool Find(string field, bool required, out JsonElement value)
    {
        _known.Add(field);
        if (json.TryGetProperty(field, out value) && value.ValueKind != JsonValueKind.Null)
        {
            return true;
        }

        if (required)
        {
            Problem(field, "is missing");
        }

        return false;
    }
}

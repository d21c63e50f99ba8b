using System.Text.Json;
using System.Text.Json.Nodes;

namespace Magpie.Inputs;

/// <summary>
/// Metadata as JSON. A parser takes more than can be read afterwards: an escaped half of a surrogate pair is no text, and of a name that is
/// there twice nobody can tell which value counts.
/// </summary>
public static class MetadataJson
{
    /// <summary>What to do about metadata that cannot be read.</summary>
    public const string Advice = "The metadata must be a JSON object of valid Unicode, with each name once in an object.";

    /// <summary>Whether all of it can be read: every name and string is text, and no object has a name twice.</summary>
    public static bool IsReadable(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                var names = new HashSet<string>(StringComparer.Ordinal);
                return value.EnumerateObject().All(member => NameOf(member) is { } name && names.Add(name) && IsReadable(member.Value));
            case JsonValueKind.Array:
                return value.EnumerateArray().All(IsReadable);
            case JsonValueKind.String:
                return TextOf(value) is not null;
            default:
                return true;
        }
    }

    /// <summary>
    /// What is stored, which was not always checked: of a name that is there twice the last value, without what cannot be read. Empty when it is
    /// no object.
    /// </summary>
    public static JsonObject Read(string? stored)
    {
        try
        {
            return stored is null ? [] : Node(JsonElement.Parse(stored)) as JsonObject ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static JsonNode? Node(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => Members(value),
        JsonValueKind.Array => new JsonArray([.. value.EnumerateArray().Where(IsText).Select(Node)]),
        JsonValueKind.Null => null,
        _ => JsonValue.Create(value),
    };

    private static JsonObject Members(JsonElement value)
    {
        var members = new JsonObject();
        foreach (var member in value.EnumerateObject())
        {
            if (NameOf(member) is { } name && IsText(member.Value))
            {
                members[name] = Node(member.Value);
            }
        }

        return members;
    }

    private static bool IsText(JsonElement value) => value.ValueKind != JsonValueKind.String || TextOf(value) is not null;

    private static string? NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string? TextOf(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}

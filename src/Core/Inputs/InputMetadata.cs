using System.Text.Json.Nodes;

namespace Magpie.Inputs;

/// <summary>Changes metadata, which is a JSON object: what is there as far as it can be read, the change as it was checked.</summary>
internal static class InputMetadata
{
    /// <summary>What is there after the change; null when nothing is left.</summary>
    public static string? Change(string? present, InputAction action, string change) => action switch
    {
        InputAction.Overwrite => Text(MetadataJson.Read(change)),
        InputAction.Remove => Text(Without(MetadataJson.Read(present), MetadataJson.Read(change))),
        _ => Text(Merge(MetadataJson.Read(present), MetadataJson.Read(change))),
    };

    private static string? Text(JsonObject json) => json.Count == 0 ? null : json.ToJsonString();

    /// <summary>Objects are merged, everything else is replaced.</summary>
    private static JsonObject Merge(JsonObject present, JsonObject change)
    {
        foreach (var (name, value) in change)
        {
            present[name] = value is JsonObject inner && present[name] is JsonObject there ? Merge((JsonObject)there.DeepClone(), inner) : value?.DeepClone();
        }

        return present;
    }

    /// <summary>A key goes with all that is in it, unless an object says which of its keys go.</summary>
    private static JsonObject Without(JsonObject present, JsonObject change)
    {
        foreach (var (name, value) in change)
        {
            if (value is JsonObject { Count: > 0 } inner && present[name] is JsonObject there)
            {
                Without(there, inner);
            }
            else
            {
                present.Remove(name);
            }
        }

        return present;
    }
}

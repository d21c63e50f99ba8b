using System.Text.Json;

namespace Magpie.Functions.Imagga;

/// <summary>Reads JSON bodies; what cannot be read, or is not what is expected, is a sentence.</summary>
internal static class JsonRequest
{
    private static readonly JsonDocumentOptions Shallow = new() { MaxDepth = 8 };

    /// <summary>What is made of the body's object.</summary>
    /// <param name="read">Answers what it read, or why it could not.</param>
    /// <param name="expected">Says what to send; for a body that is no JSON object.</param>
    public static (T? Value, string? Problem) Read<T>(ReadOnlyMemory<byte> body, Func<JsonElement, (T? Value, string? Problem)> read, string expected)
        where T : class
    {
        try
        {
            using var document = JsonDocument.Parse(body, Shallow);
            return document.RootElement.ValueKind == JsonValueKind.Object ? read(document.RootElement) : (null, expected);
        }
        catch (JsonException)
        {
            return (null, expected);
        }
        catch (InvalidOperationException)
        {
            // A name or a string in it is no Unicode, which shows only when it is read.
            return (null, expected);
        }
    }

    /// <summary>Member <c>callback_url</c>; null when it is missing.</summary>
    public static (string? Url, string? Problem) Callback(JsonElement root) =>
        !root.TryGetProperty("callback_url", out var value) || value.ValueKind == JsonValueKind.Null ? (null, null)
        : value.ValueKind == JsonValueKind.String ? (value.GetString(), null)
        : (null, "\"callback_url\" must be a string.");

    /// <summary>Adds the ids of a list, each once; a sentence when it is no list of ids, or there are too many.</summary>
    /// <param name="place">What the list is called in the request.</param>
    public static string? AddFaces(JsonElement list, string place, List<NamedFace> faces, HashSet<string> known)
    {
        if (list.ValueKind != JsonValueKind.Array)
        {
            return $"{place} must be a list of the ids of faces, as /faces/detections answers them.";
        }

        var at = 0;
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String)
            {
                return $"{place}[{at}] must be a string: the id of a face, as /faces/detections answers it.";
            }

            if (known.Add(item.GetString()!))
            {
                if (faces.Count == FaceReader.MaxFaces)
                {
                    return $"At most {FaceReader.MaxFaces:N0} faces are taken in one request.";
                }

                faces.Add(new(item.GetString()!, $"{place}[{at}]"));
            }

            at++;
        }

        return null;
    }
}

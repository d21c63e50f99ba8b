using System.Text.Json;

namespace Magpie.Tagging;

/// <summary>JSON as packs write it: no comments, nothing twice, not deep.</summary>
internal static class PackJson
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    /// <summary>What is made of a document, or null with a sentence that says where it stops being JSON.</summary>
    public static T? Read<T>(ReadOnlyMemory<byte> json, string file, List<string> problems, Func<JsonElement, T?> read)
        where T : class
    {
        try
        {
            using var document = JsonDocument.Parse(WithoutMark(json), Options);
            return read(document.RootElement);
        }
        catch (JsonException broken)
        {
            var place = broken.LineNumber is { } line ? $" (line {line + 1})" : "";
            problems.Add($"{file}: is no JSON that can be read{place}.");
        }
        catch (InvalidOperationException)
        {
            // Only found when a text is asked for: the parser does not look into texts.
            problems.Add($"{file}: has text that is no Unicode.");
        }

        return null;
    }

    /// <summary>Without the byte order mark that some editors write.</summary>
    private static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> json) =>
        json.Span.StartsWith("\uFEFF"u8) ? json[3..] : json;
}

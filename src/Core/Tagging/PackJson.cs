using System.Text.Json;

namespace Magpie.Tagging;

/// <summary>JSON as packs write it: no comments, nothing twice, not deep.</summary>
internal static class PackJson
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    /// <summary>The document, or null with a sentence that says where it stops being JSON.</summary>
    public static JsonDocument? Parse(ReadOnlyMemory<byte> json, string file, List<string> problems)
    {
        try
        {
            return JsonDocument.Parse(WithoutMark(json), Options);
        }
        catch (JsonException broken)
        {
            var place = broken.LineNumber is { } line ? $" (line {line + 1})" : "";
            problems.Add($"{file}: is no JSON that can be read{place}.");
            return null;
        }
    }

    /// <summary>Without the byte order mark that some editors write.</summary>
    private static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> json) =>
        json.Span.StartsWith("\uFEFF"u8) ? json[3..] : json;
}

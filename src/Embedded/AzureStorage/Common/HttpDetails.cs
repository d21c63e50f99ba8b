using System.Globalization;
using Azure.Core;

namespace Azure.Storage.Common;

/// <summary>Headers that several operations write and read the same way.</summary>
internal static class HttpDetails
{
    private const string MetadataPrefix = "x-ms-meta-";

    /// <summary>Sets a header unless the value is null.</summary>
    /// <exception cref="ArgumentException">The value has control characters or characters beyond ASCII.</exception>
    public static void SetOptional(this RequestHeaders headers, string name, string? value)
    {
        if (value is not null)
        {
            headers.SetValue(name, IsPrintable(value) ? value : throw new ArgumentException($"{name} may hold printable ASCII only.", nameof(value)));
        }
    }

    public static void SetOptional(this RequestHeaders headers, string name, DateTimeOffset? value) =>
        headers.SetOptional(name, value?.ToString("R", CultureInfo.InvariantCulture));

    public static void SetOptional(this RequestHeaders headers, string name, ETag? value) =>
        headers.SetOptional(name, value?.ToString("H"));

    /// <summary>Writes metadata as headers.</summary>
    /// <exception cref="ArgumentException">A name is no identifier, or a value is not printable ASCII: HTTP headers can carry nothing else.</exception>
    public static void SetMetadata(this RequestHeaders headers, IDictionary<string, string>? metadata)
    {
        if (metadata is null)
        {
            return;
        }

        foreach (var (name, value) in metadata)
        {
            if (name.Length == 0 || char.IsAsciiDigit(name[0]) || !name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            {
                throw new ArgumentException("A metadata name is a letter or underscore, then letters, digits and underscores.", nameof(metadata));
            }

            headers.SetOptional(MetadataPrefix + name, value);
        }
    }

    public static Dictionary<string, string> Metadata(this ResponseHeaders headers)
    {
        var metadata = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var header in headers)
        {
            if (header.Name.StartsWith(MetadataPrefix, StringComparison.OrdinalIgnoreCase))
            {
                metadata[header.Name[MetadataPrefix.Length..]] = header.Value;
            }
        }

        return metadata;
    }

    public static string? Text(this ResponseHeaders headers, string name) => headers.TryGetValue(name, out var value) ? value : null;

    public static DateTimeOffset Date(this ResponseHeaders headers, string name) =>
        headers.TryGetValue(name, out var value) && StorageXml.Date(value) is { } date ? date : default;

    public static long Number(this ResponseHeaders headers, string name) =>
        headers.TryGetValue(name, out var value) && long.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : 0;

    public static byte[]? Bytes(this ResponseHeaders headers, string name) =>
        headers.TryGetValue(name, out var value) ? Convert.FromBase64String(value) : null;

    private static bool IsPrintable(string value) => !value.AsSpan().ContainsAnyExceptInRange(' ', '~');
}

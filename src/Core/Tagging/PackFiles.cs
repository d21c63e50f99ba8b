using System.Buffers;

namespace Magpie.Tagging;

/// <summary>Reads files of a pack's folder within limits, and never outside of it.</summary>
internal static class PackFiles
{
    /// <summary>Name of the manifest.</summary>
    public const string Manifest = "pack.json";

    /// <summary>Most bytes of <c>pack.json</c>: a recogniser lists its characters there.</summary>
    public const long MaxManifestBytes = 1024 * 1024;

    /// <summary>Most bytes of a labels file.</summary>
    public const long MaxLabelsBytes = 16 * 1024 * 1024;

    private static readonly SearchValues<char> PathCharacters = SearchValues.Create("/\\:*?\"<>|");

    /// <summary>Whether the name is of a file in this folder: no separators, no drive, not hidden, no step upwards.</summary>
    public static bool IsPlainName(string name) =>
        name.Length is > 0 and <= 255 && name[0] != '.' && !name.AsSpan().ContainsAny(PathCharacters) && !name.Any(char.IsControl);

    /// <summary>The names of a folder's files of a pattern, in order; none, with a sentence, where it cannot be listed.</summary>
    public static IReadOnlyList<string> Names(string folder, string pattern, List<string> problems)
    {
        try
        {
            return [.. Directory.EnumerateFiles(folder, pattern).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            problems.Add($"{folder}: cannot be listed: {unreadable.Message}");
            return [];
        }
    }

    /// <summary>The whole file, or null with a sentence.</summary>
    public static byte[]? Read(string folder, string name, long maxBytes, List<string> problems)
    {
        try
        {
            using var file = new FileStream(Path.Combine(folder, name), FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
            if (file.Length > maxBytes)
            {
                problems.Add($"{name}: is {file.Length} bytes; at most {maxBytes} are read.");
                return null;
            }

            var content = GC.AllocateUninitializedArray<byte>((int)file.Length);
            file.ReadExactly(content);
            return content;
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            problems.Add($"{name}: is not in {folder}.");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            problems.Add($"{name}: cannot be read: {unreadable.Message}");
        }

        return null;
    }
}

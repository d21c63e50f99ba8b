namespace Magpie.Tagging;

/// <summary>Finds the folders that are packs.</summary>
internal static class PackFolders
{
    /// <summary>Between folders in <see cref="TaggingOptions.Folders"/>.</summary>
    private static readonly char Separator = OperatingSystem.IsWindows() ? ';' : ':';

    /// <summary>The folders that the option names, absolute.</summary>
    public static IEnumerable<string> Split(string folders) =>
        folders.Split(Separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Absolute);

    /// <summary>The packs of all folders, each folder's by name.</summary>
    public static IEnumerable<string> In(string folders, List<string> problems)
    {
        var found = new List<string>();
        foreach (var folder in Split(folders))
        {
            if (File.Exists(Path.Combine(folder, PackFiles.Manifest)))
            {
                found.Add(folder);
            }
            else if (Directory.Exists(folder))
            {
                found.AddRange(Within(folder, problems));
            }
            else
            {
                problems.Add($"{TaggingOptions.Section}: 'Folders' names {folder}, which is no folder.");
            }
        }

        return found.Distinct(StringComparer.Ordinal);
    }

    private static List<string> Within(string folder, List<string> problems)
    {
        try
        {
            return
            [
                .. Directory.EnumerateDirectories(folder)
                    .Where(inner => Path.GetFileName(inner)[0] != '.' && File.Exists(Path.Combine(inner, PackFiles.Manifest)))
                    .Order(StringComparer.Ordinal),
            ];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            problems.Add($"{folder}: cannot be listed: {unreadable.Message}");
            return [];
        }
    }

    /// <summary>A relative folder is below the working directory, or else below the program's.</summary>
    private static string Absolute(string folder)
    {
        var path = Path.GetFullPath(folder);
        return Directory.Exists(path) ? path : Path.GetFullPath(folder, AppContext.BaseDirectory) is var beside && Directory.Exists(beside) ? beside : path;
    }
}

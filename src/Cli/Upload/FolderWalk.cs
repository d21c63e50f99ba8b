namespace Magpie.Cli.Upload;

/// <summary>The files under paths, one at a time: what is held is the folders still to visit, not the files.</summary>
/// <param name="skipped">Told of what is left out, with a reason.</param>
internal sealed class FolderWalk(Action<string, string> skipped)
{
    /// <summary>Folders below the one that was named.</summary>
    private const int MaxDepth = 100;

    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    // Where links lead; a folder is visited once, however many links lead to it.
    private readonly HashSet<string> _visited = new(StringComparer.Ordinal);

    public IEnumerable<LocalFile> Files(IEnumerable<string> paths) => paths.SelectMany(Files);

    private IEnumerable<LocalFile> Files(string path)
    {
        if (!Directory.Exists(path))
        {
            return Admit(new FileInfo(path)) is { } file ? [file] : [];
        }

        return Below(new DirectoryInfo(path));
    }

    private IEnumerable<LocalFile> Below(DirectoryInfo root)
    {
        var open = new Stack<(DirectoryInfo Folder, string Real, int Depth)>();
        Enter(open, root, RealPath(root), 0);
        while (open.TryPop(out var at))
        {
            foreach (var entry in EntriesOf(at.Folder))
            {
                if (entry is FileInfo file)
                {
                    if (Admit(file) is { } admitted)
                    {
                        yield return admitted;
                    }
                }
                else
                {
                    Enter(open, (DirectoryInfo)entry, entry.LinkTarget is null ? Path.Combine(at.Real, entry.Name) : RealPath(entry), at.Depth + 1);
                }
            }
        }
    }

    private void Enter(Stack<(DirectoryInfo Folder, string Real, int Depth)> open, DirectoryInfo folder, string? real, int depth)
    {
        if (real is null)
        {
            skipped(folder.FullName, "a link that leads nowhere");
        }
        else if (depth > MaxDepth)
        {
            skipped(folder.FullName, $"more than {MaxDepth} folders deep");
        }
        else if (_visited.Add(real))
        {
            open.Push((folder, real, depth));
        }
        else if (folder.LinkTarget is not null)
        {
            skipped(folder.FullName, "a link to a folder that is included already");
        }
    }

    /// <summary>Lazily; a folder that cannot be read ends it with a reason.</summary>
    private IEnumerable<FileSystemInfo> EntriesOf(DirectoryInfo folder)
    {
        IEnumerator<FileSystemInfo>? entries = null;
        try
        {
            while (true)
            {
                try
                {
                    entries ??= folder.EnumerateFileSystemInfos("*", Everything).GetEnumerator();
                    if (!entries.MoveNext())
                    {
                        yield break;
                    }
                }
                catch (Exception error) when (error is IOException or UnauthorizedAccessException)
                {
                    skipped(folder.FullName, "the folder cannot be read");
                    yield break;
                }

                yield return entries.Current;
            }
        }
        finally
        {
            entries?.Dispose();
        }
    }

    /// <summary>Null, and told why, for what cannot be a photo or a video: pipes and devices have no size, and are not opened.</summary>
    private LocalFile? Admit(FileInfo file)
    {
        try
        {
            if (LocalFile.At(file.FullName) is { } found)
            {
                return Sized(found);
            }
        }
        catch (IOException) when (file.LinkTarget is not null)
        {
            // A ring of links.
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            skipped(file.FullName, "cannot be read");
            return null;
        }

        skipped(file.FullName, file.LinkTarget is null ? "gone before it was read" : "a link that leads nowhere");
        return null;
    }

    private LocalFile? Sized(LocalFile file)
    {
        if (file.Bytes > 0)
        {
            return file;
        }

        skipped(file.Path, "empty");
        return null;
    }

    private static string? RealPath(FileSystemInfo entry)
    {
        try
        {
            return entry.LinkTarget is null ? entry.FullName : entry.ResolveLinkTarget(returnFinalTarget: true) is { Exists: true } target ? target.FullName : null;
        }
        catch (IOException)
        {
            // A ring of links.
            return null;
        }
    }
}

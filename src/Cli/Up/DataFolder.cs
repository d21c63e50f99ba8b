namespace Magpie.Cli.Up;

/// <summary>The folder that <c>up</c> keeps everything in; held by one <c>up</c> at a time.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly FileStream _hold;

    private DataFolder(string path, FileStream hold)
    {
        Path = path;
        _hold = hold;
    }

    public string Path { get; }

    public string Azurite => System.IO.Path.Combine(Path, "azurite");

    public string Logs => System.IO.Path.Combine(Path, "logs");

    /// <summary>Says that the recommended model pack was tried, and how that went.</summary>
    public string PackAttempt => System.IO.Path.Combine(Path, "recommended-pack.txt");

    /// <summary>Makes the folder and takes it for this process.</summary>
    /// <exception cref="CommandException">It cannot be written to, or another <c>up</c> has it.</exception>
    public static DataFolder Open(string path)
    {
        FileStream hold;
        try
        {
            Directory.CreateDirectory(path);
            Directory.CreateDirectory(System.IO.Path.Combine(path, "azurite"));
            Directory.CreateDirectory(System.IO.Path.Combine(path, "logs"));
            File.WriteAllText(System.IO.Path.Combine(path, ".probe"), "");
            File.Delete(System.IO.Path.Combine(path, ".probe"));
            hold = Hold(System.IO.Path.Combine(path, "up.lock"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"cannot write to the data folder {path}; choose another with --data or MAGPIE_DATA.");
        }

        return new DataFolder(path, hold);
    }

    public void Dispose() => _hold.Dispose();

    private static FileStream Hold(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new CommandException(
                $"another `magpie up` uses the data folder {System.IO.Path.GetDirectoryName(path)}; stop it, or choose another with --data or MAGPIE_DATA.");
        }
    }
}

namespace Magpie.Cli.Up;

/// <summary>A log file of a bounded size: full, it becomes <c>….1</c> in place of the one before, and starts anew.</summary>
internal sealed class LimitedLog : IDisposable
{
    /// <summary>Bytes a file may have; two files are kept.</summary>
    public const int DefaultLimit = 5 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly int _limit;
    private FileStream _file;

    public LimitedLog(string path, int limit = DefaultLimit)
    {
        Path = path;
        _limit = limit;
        _file = Open(FileMode.Append);
    }

    public string Path { get; }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (_file.Length + bytes.Length > _limit)
            {
                _file.Dispose();
                File.Move(Path, $"{Path}.1", overwrite: true);
                _file = Open(FileMode.Create);
            }

            _file.Write(bytes);
            _file.Flush();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _file.Dispose();
        }
    }

    private FileStream Open(FileMode mode) => new(Path, mode, FileAccess.Write, FileShare.ReadWrite);
}

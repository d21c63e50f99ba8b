using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Magpie.Cli.Upload;

/// <summary>
/// What was sent, so that the same command goes on after it was stopped: a file of lines for each server and key, written to at its end
/// only. Storage lets nobody list the blocks of an upload; here they are remembered. Holds no address, no secret and no file's name.
/// </summary>
internal sealed class Journal : IDisposable
{
    /// <summary>Files remembered; of more, the oldest are forgotten, which costs reading them again.</summary>
    private const int MaxRecords = 200_000;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly Lock _lock = new();
    private readonly Dictionary<UInt128, string> _hashes = [];
    private readonly Dictionary<string, JournalEntry> _entries = new(StringComparer.Ordinal);
    private readonly FileStream _file;

    private Journal(FileStream file) => _file = file;

    /// <summary>Opens the journal of a server and key, and holds it.</summary>
    /// <exception cref="CommandException">It cannot be written, or another upload has it.</exception>
    public static Journal Open(string folder, Uri server, string key)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{server.AbsoluteUri}\n{key}")))[..16];
        var path = Path.Combine(folder, $"upload-{name}.jsonl");
        FileStream file;
        try
        {
            Directory.CreateDirectory(folder);
            var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = OwnerOnly;
            }

            file = new FileStream(path, options);
        }
        catch (IOException) when (File.Exists(path))
        {
            throw new CommandException($"another `magpie upload` to {server.Host} is running; wait for it, or give this one another folder with --state.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"cannot write to the state folder {folder}; choose another with --state.");
        }

        var journal = new Journal(file);
        journal.Load();
        return journal;
    }

    /// <summary>The SHA-256 of this version of a file; null when it was never read.</summary>
    public string? Sha256Of(UInt128 version)
    {
        lock (_lock)
        {
            return _hashes.GetValueOrDefault(version);
        }
    }

    /// <summary>The asset these bytes went to, or were going to; null when there is none.</summary>
    public string? IdOf(string sha256)
    {
        lock (_lock)
        {
            return _entries.GetValueOrDefault(sha256)?.Id;
        }
    }

    /// <summary>Blocks that storage has, of an upload under way to this asset.</summary>
    public IReadOnlySet<int> BlocksOf(string sha256, string id)
    {
        lock (_lock)
        {
            return _entries.TryGetValue(sha256, out var entry) && entry.Id == id && entry.Blocks is not null ? new HashSet<int>(entry.Blocks) : new HashSet<int>();
        }
    }

    public void Hashed(UInt128 version, string sha256) => Append(new JournalLine { File = version.ToString("x32", CultureInfo.InvariantCulture), Sha256 = sha256 });

    public void Reserved(string sha256, string id) => Append(new JournalLine { Sha256 = sha256, Id = id });

    public void Staged(string sha256, string id, int block) => Append(new JournalLine { Sha256 = sha256, Id = id, Block = block });

    /// <summary>The asset is gone, or its blocks are: nothing of it can be built on.</summary>
    public void Forget(string sha256) => Append(new JournalLine { Sha256 = sha256 });

    public void Dispose()
    {
        lock (_lock)
        {
            _file.Flush(flushToDisk: true);
            _file.Dispose();
        }
    }

    private void Append(JournalLine line)
    {
        lock (_lock)
        {
            if (!Apply(line))
            {
                return;
            }

            try
            {
                // To the system at once: what this process has written is there when it is killed.
                _file.Write([.. JsonSerializer.SerializeToUtf8Bytes(line, JournalLine.Json), (byte)'\n']);
                _file.Flush();
            }
            catch (IOException error)
            {
                throw new CommandException($"cannot write to the state folder: {error.Message} Choose another with --state.", ExitCodes.Failed);
            }
        }
    }

    /// <summary>False where the line is not worth keeping: there are too many already.</summary>
    private bool Apply(JournalLine line)
    {
        if (line is { File: { } file, Sha256: { } hash })
        {
            return UInt128.TryParse(file, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var version) &&
                (_hashes.Count < MaxRecords || _hashes.ContainsKey(version)) && (_hashes[version] = hash) is not null;
        }

        if (line is not { Sha256: { } sha256 })
        {
            return false;
        }

        if (line.Id is not { } id)
        {
            return _entries.Remove(sha256);
        }

        if (line.Block is { } block)
        {
            return _entries.TryGetValue(sha256, out var under) && under.Id == id && (under.Blocks ??= []).Add(block);
        }

        if (_entries.Count >= MaxRecords && !_entries.ContainsKey(sha256))
        {
            return false;
        }

        _entries[sha256] = new JournalEntry(id);
        return true;
    }

    private void Load()
    {
        var lines = 0;
        using var reader = new StreamReader(_file, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        while (reader.ReadLine() is { } text)
        {
            lines++;
            if (JournalLine.TryParse(text) is { } line)
            {
                Apply(line);
            }
        }

        var live = _hashes.Count + _entries.Count + _entries.Values.Sum(entry => entry.Blocks?.Count ?? 0);
        var tooMany = _hashes.Count >= MaxRecords || _entries.Count >= MaxRecords;
        if (tooMany || lines > (2 * live) + 1_000)
        {
            Rewrite(tooMany);
        }

        _file.Seek(0, SeekOrigin.End);
        if (!EndsWithNewLine())
        {
            // The last line was cut off: what comes next begins a line of its own.
            _file.Write("\n"u8);
        }
    }

    private bool EndsWithNewLine()
    {
        if (_file.Length == 0)
        {
            return true;
        }

        _file.Seek(-1, SeekOrigin.End);
        return _file.ReadByte() == '\n';
    }

    /// <summary>
    /// In place, under the hold on the file: a crash in between loses memory of what was sent, and with it some bytes that are sent again, never
    /// a file.
    /// </summary>
    private void Rewrite(bool halve)
    {
        if (halve)
        {
            Halve(_hashes);
            Halve(_entries);
        }

        _file.SetLength(0);
        _file.Seek(0, SeekOrigin.Begin);
        foreach (var line in Lines())
        {
            _file.Write(JsonSerializer.SerializeToUtf8Bytes(line, JournalLine.Json));
            _file.Write("\n"u8);
        }

        _file.Flush(flushToDisk: true);
    }

    private static void Halve<TKey, TValue>(Dictionary<TKey, TValue> records)
        where TKey : notnull
    {
        foreach (var key in records.Keys.Take(records.Count / 2).ToArray())
        {
            records.Remove(key);
        }
    }

    private IEnumerable<JournalLine> Lines()
    {
        foreach (var (version, sha256) in _hashes)
        {
            yield return new JournalLine { File = version.ToString("x32", CultureInfo.InvariantCulture), Sha256 = sha256 };
        }

        foreach (var (sha256, entry) in _entries)
        {
            yield return new JournalLine { Sha256 = sha256, Id = entry.Id };
            foreach (var block in entry.Blocks ?? [])
            {
                yield return new JournalLine { Sha256 = sha256, Id = entry.Id, Block = block };
            }
        }
    }
}

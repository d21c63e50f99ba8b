using System.Collections.Concurrent;

namespace Magpie.Cli.Upload;

/// <summary>How far an upload is; written by the stages, read by what shows it.</summary>
internal sealed class UploadTally
{
    /// <summary>Rows of the last table; of more files, only those that are not there are kept.</summary>
    private const int MaxOutcomes = 100_000;

    private readonly ConcurrentDictionary<FileProgress, byte> _inFlight = new();
    private readonly Lock _lock = new();
    private readonly List<FileOutcome> _outcomes = [];
    private readonly int[] _counts = new int[Enum.GetValues<Outcome>().Length];
    private long _files;
    private long _bytes;
    private long _sent;
    private long _gone;
    private long _order;

    /// <summary>Told of every file that has come to its end.</summary>
    public Action<FileOutcome> Ended { private get; set; } = static _ => { };

    /// <summary>Files met, accepted or not.</summary>
    public long Files => Interlocked.Read(ref _files);

    /// <summary>Bytes that are to be sent, as far as is known.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Bytes sent and taken.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Bytes on the wire, with those sent twice: what speed is made of.</summary>
    public long Gone => Interlocked.Read(ref _gone);

    /// <summary>Whether every file has been met.</summary>
    public bool IsWalked { get; set; }

    public IEnumerable<FileProgress> InFlight => _inFlight.Keys.OrderBy(progress => progress.Order);

    /// <summary>Files that have come to an end.</summary>
    public long Settled
    {
        get
        {
            lock (_lock)
            {
                return _counts.Sum();
            }
        }
    }

    public int CountOf(Outcome outcome)
    {
        lock (_lock)
        {
            return _counts[(int)outcome];
        }
    }

    /// <summary>What became of each, by path.</summary>
    public IReadOnlyList<FileOutcome> Outcomes()
    {
        lock (_lock)
        {
            return [.. _outcomes.OrderBy(outcome => outcome.Path, StringComparer.Ordinal)];
        }
    }

    public void Met() => Interlocked.Increment(ref _files);

    /// <summary>A file will be sent.</summary>
    public void Expect(LocalFile file) => Interlocked.Add(ref _bytes, file.Bytes);

    public FileProgress Begin(LocalFile file)
    {
        var progress = new FileProgress(file, Interlocked.Increment(ref _order), this);
        _inFlight[progress] = 0;
        return progress;
    }

    public void Finish(FileProgress progress) => _inFlight.TryRemove(progress, out _);

    public void End(FileOutcome outcome)
    {
        lock (_lock)
        {
            _counts[(int)outcome.Outcome]++;
            if (_outcomes.Count < MaxOutcomes || outcome.IsFailure)
            {
                _outcomes.Add(outcome);
            }
        }

        Ended(outcome);
    }

    internal void Sending(long bytes)
    {
        Interlocked.Add(ref _sent, bytes);
        if (bytes > 0)
        {
            Interlocked.Add(ref _gone, bytes);
        }
    }

    internal void Known(long bytes) => Interlocked.Add(ref _sent, bytes);
}

/// <summary>How much of a file storage has.</summary>
internal sealed class FileProgress(LocalFile file, long order, UploadTally tally)
{
    private long _sent;

    public LocalFile File => file;

    /// <summary>Which file this is, in the order they began.</summary>
    public long Order => order;

    public long Bytes => Interlocked.Read(ref _sent);

    /// <summary>Bytes written to the connection; negative: taken back.</summary>
    public void Sent(long bytes)
    {
        Interlocked.Add(ref _sent, bytes);
        tally.Sending(bytes);
    }

    /// <summary>Bytes that storage has from an earlier run.</summary>
    public void Found(long bytes)
    {
        Interlocked.Add(ref _sent, bytes);
        tally.Known(bytes);
    }

    /// <summary>Storage has nothing of it after all.</summary>
    public void Restart() => tally.Known(-Interlocked.Exchange(ref _sent, 0));
}

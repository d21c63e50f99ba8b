using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Magpie.Cli.Upload;

/// <summary>
/// The files under paths, and then those that are added or changed, each once it has not changed for a second. The system's notices say
/// where to look; a look at everything now and then, and when notices were lost, finds what they left out (network drives send none).
/// </summary>
internal sealed class FolderWatch(IReadOnlyList<string> paths, Action<string, string> skipped, TimeProvider time)
{
    private const int MaxNotices = 1_000;
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(30);

    private readonly Channel<bool> _notices = Channel.CreateBounded<bool>(new BoundedChannelOptions(MaxNotices) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly HashSet<UInt128> _given = [];
    private readonly HashSet<string> _explained = new(StringComparer.Ordinal);

    /// <summary>Until cancelled.</summary>
    public async IAsyncEnumerable<LocalFile> FilesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var watchers = new Watchers(paths, () => _notices.Writer.TryWrite(true));
        while (true)
        {
            var unsettled = false;
            foreach (var file in new FolderWalk(ExplainOnce).Files(paths))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (time.GetUtcNow().UtcTicks - file.ModifiedTicks < Settled.Ticks && file.ModifiedTicks <= time.GetUtcNow().UtcTicks)
                {
                    unsettled = true;
                }
                else if (file.IsUnchanged() && _given.Add(file.Version))
                {
                    yield return file;
                }
            }

            await WaitAsync(unsettled ? Settled : LookAgain, cancellationToken);
        }
    }

    /// <summary>Until something happened, and then a second more for the rest of it.</summary>
    private async Task WaitAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        either.CancelAfter(limit);
        try
        {
            await _notices.Reader.WaitToReadAsync(either.Token);
            await Task.Delay(Settled, time, cancellationToken);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Time to look.
        }

        while (_notices.Reader.TryRead(out _))
        {
            // All of them ask for the same look.
        }
    }

    private void ExplainOnce(string path, string reason)
    {
        if (_explained.Add(path))
        {
            skipped(path, reason);
        }
    }

    private sealed class Watchers : IDisposable
    {
        private readonly List<FileSystemWatcher> _all = [];

        public Watchers(IEnumerable<string> paths, Action notice)
        {
            foreach (var folder in paths.Where(Directory.Exists))
            {
                try
                {
                    var watcher = new FileSystemWatcher(folder) { IncludeSubdirectories = true, NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite };
                    watcher.Created += (_, _) => notice();
                    watcher.Changed += (_, _) => notice();
                    watcher.Renamed += (_, _) => notice();
                    watcher.Error += (_, _) => notice();
                    watcher.EnableRaisingEvents = true;
                    _all.Add(watcher);
                }
                catch (IOException)
                {
                    // The system has no more watches to give: the look now and then remains.
                }
            }
        }

        public void Dispose() => _all.ForEach(watcher => watcher.Dispose());
    }
}

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Magpie.Search;

/// <summary>The indexes in memory, each loaded once and brought up to date before it is searched. Within the limit of memory, the last used stay.</summary>
public sealed partial class AccountIndexes(
    IndexLoader loader, ISnapshotStore snapshots, IOptions<SearchOptions> options, TimeProvider time, ILogger<AccountIndexes> logger)
{
    /// <summary>How often a larger snapshot is looked for while much is new.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(15);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>The account's index with everything that was committed before the call; null when it is not loaded within the patience of a search.</summary>
    internal async Task<AccountIndex?> FindAsync(string account, CancellationToken cancellationToken)
    {
        var entry = EntryOf(account);
        entry.UsedAt = time.GetTimestamp();
        var refresh = entry.RefreshAsync(() => BringUpAsync(account, entry));
        try
        {
            // The patience of one search does not end the load that others wait for too.
            await refresh.WaitAsync(entry.Index is null ? options.Value.Patience : Timeout.InfiniteTimeSpan, time, cancellationToken);
        }
        catch (TimeoutException) when (!refresh.IsCompleted)
        {
            return null;
        }

        return entry.Index;
    }

    /// <summary>Whether the index that is loaded lacks older assets, until there is a snapshot. Brings it up meanwhile, without making anybody wait.</summary>
    internal bool IsPartial(string account)
    {
        Entry? entry;
        lock (_gate)
        {
            if (!_entries.TryGetValue(account, out entry) || entry.Index is not { IsComplete: false })
            {
                return false;
            }
        }

        entry.UsedAt = time.GetTimestamp();
        _ = entry.RefreshAsync(() => BringUpAsync(account, entry));
        return true;
    }

    private Entry EntryOf(string account)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(account, out var entry))
            {
                _entries[account] = entry = new Entry();
            }

            return entry;
        }
    }

    private async Task BringUpAsync(string account, Entry entry)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2), time);
        var index = entry.Index;
        if (index is null || await IsReplacedAsync(account, entry, index, limit.Token) || !await loader.RefreshAsync(account, index, limit.Token))
        {
            index = await loader.LoadAsync(account, limit.Token);
            if (!await loader.RefreshAsync(account, index, limit.Token))
            {
                Log.Behind(logger, account);
            }

            entry.Index = index;
            Log.Loaded(logger, account, (index.Snapshot?.Count ?? 0) + index.RecentCount, index.IsComplete);
            Forget(account);
        }

        if (loader.IsOutgrown(index) && time.GetElapsedTime(entry.RequestedAt) > TimeSpan.FromMinutes(2))
        {
            entry.RequestedAt = time.GetTimestamp();
            await loader.RequestSnapshotAsync(account, limit.Token);
        }
    }

    /// <summary>Whether a snapshot was published that has what this index lacks.</summary>
    private async Task<bool> IsReplacedAsync(string account, Entry entry, AccountIndex index, CancellationToken cancellationToken)
    {
        if ((index.IsComplete && !loader.IsOutgrown(index)) || time.GetElapsedTime(entry.LookedAt) < LookAgain)
        {
            return false;
        }

        entry.LookedAt = time.GetTimestamp();
        return await snapshots.FindAsync(account, cancellationToken) is { Snapshot: { } named } && named.Version != index.Version;
    }

    private void Forget(string kept)
    {
        lock (_gate)
        {
            var size = _entries.Values.Sum(entry => entry.Index?.Size ?? 0);
            foreach (var (account, entry) in _entries.OrderBy(pair => pair.Value.UsedAt).ToList())
            {
                if (size <= options.Value.MemoryLimit)
                {
                    return;
                }

                if (account != kept && entry.Index is { } index)
                {
                    size -= index.Size;
                    _entries.Remove(account);
                }
            }
        }
    }

    /// <summary>An account's index and the work on it: one refresh at a time, and whoever comes during one waits for the next.</summary>
    private sealed class Entry
    {
        private readonly Lock _gate = new();
        private Task _running = Task.CompletedTask;
        private Task? _next;
        private volatile AccountIndex? _index;

        public AccountIndex? Index
        {
            get => _index;
            set => _index = value;
        }

        public long UsedAt { get; set; }

        public long LookedAt { get; set; }

        public long RequestedAt { get; set; }

        /// <summary>A refresh that begins after this call.</summary>
        public Task RefreshAsync(Func<Task> refresh)
        {
            lock (_gate)
            {
                if (_next is not null)
                {
                    return _next;
                }

                return _running.IsCompleted ? _running = refresh() : _next = AfterAsync(_running, refresh);
            }
        }

        private async Task AfterAsync(Task before, Func<Task> refresh)
        {
            await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
            Task mine;
            lock (_gate)
            {
                (_running, _next) = (mine = refresh(), null);
            }

            await mine;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The search index of {Account} is loaded: {Assets} assets, complete: {IsComplete}")]
        public static partial void Loaded(ILogger logger, string account, int assets, bool isComplete);

        [LoggerMessage(2, LogLevel.Warning, "The search index of {Account} is behind: more changed than can be taken in one by one")]
        public static partial void Behind(ILogger logger, string account);
    }
}

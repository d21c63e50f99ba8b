using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Magpie.Search;

/// <summary>
/// The indexes in memory, each loaded once and brought up to date before it is searched, or followed while it is. Within the limit of memory, the last used stay.
/// </summary>
public sealed partial class AccountIndexes(
    IndexLoader loader,
    ISnapshotStore snapshots,
    ISnapshotRequests requests,
    ISearchReaders readers,
    IOptions<SearchOptions> options,
    TimeProvider time,
    ILogger<AccountIndexes> logger) : IDisposable
{
    /// <summary>How often a newer snapshot is looked for while one is wanted.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(15);

    /// <summary>How often one is asked for until it is there.</summary>
    private static readonly TimeSpan AskAgain = TimeSpan.FromMinutes(2);

    /// <summary>How often an index that is followed is brought up within the age that it may have.</summary>
    private const int FollowedInAnAge = 4;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();
    private long _size;

    /// <summary>Ends what follows changes in the background.</summary>
    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    /// <summary>
    /// The account's index with everything that was committed a <see cref="SearchOptions.MaxAge"/> before the call, and with what this instance changed up to it;
    /// null when it is not loaded within the patience of a search.
    /// </summary>
    internal async Task<AccountIndex?> FindAsync(string account, CancellationToken cancellationToken)
    {
        var entry = EntryOf(account);
        entry.UsedAt = time.GetTimestamp();
        Follow(account, entry);
        if (entry.Index is { } known && entry.Freshness.IsWithin(options.Value.MaxAge, time))
        {
            return known;
        }

        if (entry.Index is not null && await JoinAsync(entry, cancellationToken))
        {
            return entry.Index;
        }

        var refresh = entry.RefreshAsync(() => BringUpAsync(account, entry));
        try
        {
            // The patience of one search does not end the load that others wait for too.
            await refresh.WaitAsync(entry.Index is null ? options.Value.Patience : Timeout.InfiniteTimeSpan, time, cancellationToken);
        }
        catch (TimeoutException) when (!refresh.IsFaulted)
        {
            // It may have ended just now.
            return entry.Index;
        }

        return entry.Index;
    }

    /// <summary>Waits for the refresh that runs, if it can have all that a search from now on must find; whether it has.</summary>
    private async Task<bool> JoinAsync(Entry entry, CancellationToken cancellationToken)
    {
        var asked = time.GetTimestamp();
        if (entry.Running is not { } running || time.GetElapsedTime(running.Since, asked) >= options.Value.MaxAge)
        {
            return false;
        }

        // Where it fails, the search asks for itself.
        await running.Refresh.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        return entry.Freshness.IsWithin(options.Value.MaxAge + time.GetElapsedTime(asked), time);
    }

    /// <summary>
    /// Whether the account's index lacks older assets until there is a snapshot, also while it is being loaded. Brings it up meanwhile, without making anybody wait.
    /// </summary>
    internal async Task<bool> IsPartialAsync(string account, CancellationToken cancellationToken)
    {
        var entry = EntryOf(account);
        entry.UsedAt = time.GetTimestamp();
        if (entry.Index is { IsComplete: true })
        {
            return false;
        }

        var refresh = entry.RefreshAsync(() => BringUpAsync(account, entry));
        return entry.Index is not null || (!refresh.IsCompleted && await loader.WillBePartialAsync(account, cancellationToken));
    }

    /// <summary>The next search of the account asks storage what changed.</summary>
    internal void Expire(string account)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(account, out var entry))
            {
                entry.Freshness.Expire(time.GetTimestamp());
            }
        }
    }

    private Entry EntryOf(string account)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(account, out var entry))
            {
                _entries[account] = entry = new Entry(time);
            }

            return entry;
        }
    }

    private async Task BringUpAsync(string account, Entry entry)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2), time);
        var began = time.GetTimestamp();
        var index = entry.Index;
        if (index is null || await IsReplacedAsync(account, entry, index, limit.Token) || !await loader.RefreshAsync(account, index, limit.Token))
        {
            entry.Index = index = await loader.LoadAsync(account, limit.Token);
            Log.Loaded(logger, account, index.View.Live, index.IsComplete);
        }

        entry.Freshness.Confirm(began, readers.Lease, time);
        Weigh(account, entry, index.Size);
        if (IsWanting(index) && IsOver(entry.RequestedAt, AskAgain))
        {
            entry.RequestedAt = time.GetTimestamp();
            await requests.RequestAsync(account, index.NeedsSnapshot ? index.Version : null, limit.Token);
        }
    }

    /// <summary>Brings the index up again and again for as long as it is searched, so that searches need not wait for storage.</summary>
    private void Follow(string account, Entry entry)
    {
        if (options.Value.MaxAge > TimeSpan.Zero && entry.TryFollow())
        {
            _ = FollowAsync(account, entry, _stopping.Token);
        }
    }

    private async Task FollowAsync(string account, Entry entry, CancellationToken stopping)
    {
        try
        {
            while (time.GetElapsedTime(entry.UsedAt) < options.Value.FollowFor && IsKept(account, entry))
            {
                if (entry.Freshness.IsDueForAnnouncement(readers.Lease, time))
                {
                    var began = time.GetTimestamp();
                    await readers.AnnounceAsync(account, stopping);
                    entry.Freshness.Announce(began, time.GetTimestamp());
                }

                var asked = time.GetTimestamp();
                await entry.RefreshAsync(() => BringUpAsync(account, entry));

                // Where storage is slow the next one follows at once: searches would wait else.
                var rest = (options.Value.MaxAge / FollowedInAnAge) - time.GetElapsedTime(asked);
                if (rest > TimeSpan.Zero)
                {
                    await Task.Delay(rest, time, stopping);
                }
            }
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            // Searches ask for themselves meanwhile, and the next one follows again.
            Log.NotFollowed(logger, account, exception.Message);
        }
        catch (OperationCanceledException)
        {
            // The service stops.
        }
        finally
        {
            entry.EndFollowing();
        }
    }

    private bool IsKept(string account, Entry entry)
    {
        lock (_gate)
        {
            return _entries.GetValueOrDefault(account) == entry;
        }
    }

    private bool IsWanting(AccountIndex index) => index.NeedsSnapshot || loader.IsOutgrown(index);

    private bool IsOver(long? since, TimeSpan span) => since is not { } then || time.GetElapsedTime(then) > span;

    /// <summary>Whether a snapshot was published that has what this index lacks.</summary>
    private async Task<bool> IsReplacedAsync(string account, Entry entry, AccountIndex index, CancellationToken cancellationToken)
    {
        if (!IsWanting(index) || !IsOver(entry.LookedAt, LookAgain))
        {
            return false;
        }

        entry.LookedAt = time.GetTimestamp();
        return await snapshots.FindAsync(account, cancellationToken) is { Snapshot: { } named } && named.Version != index.Version;
    }

    /// <summary>Takes account of what an index has become, and forgets others while all are more than the limit.</summary>
    private void Weigh(string kept, Entry entry, long size)
    {
        lock (_gate)
        {
            if (_entries.GetValueOrDefault(kept) != entry)
            {
                return;
            }

            _size += size - entry.Size;
            entry.Size = size;
            if (_size <= options.Value.MemoryLimit)
            {
                return;
            }

            foreach (var (account, other) in _entries.OrderBy(pair => pair.Value.UsedAt).ToList())
            {
                if (account != kept && other.Index is not null && _size > options.Value.MemoryLimit)
                {
                    _size -= other.Size;
                    _entries.Remove(account);
                }
            }
        }
    }

    /// <summary>An account's index and the work on it: one refresh at a time, and whoever comes during one waits for the next.</summary>
    private sealed class Entry(TimeProvider time)
    {
        private readonly Lock _gate = new();
        private (Task Refresh, long Since) _running = (Task.CompletedTask, 0);
        private Task? _next;
        private int _isFollowed;
        private long _usedAt;
        private volatile AccountIndex? _index;

        public IndexFreshness Freshness { get; } = new();

        public AccountIndex? Index
        {
            get => _index;
            set => _index = value;
        }

        public long UsedAt
        {
            get => Volatile.Read(ref _usedAt);
            set => Volatile.Write(ref _usedAt, value);
        }

        public long? LookedAt { get; set; }

        public long? RequestedAt { get; set; }

        /// <summary>Bytes of the index when it was last brought up.</summary>
        public long Size { get; set; }

        /// <summary>Whether nobody follows its changes yet; from now on the caller does, until <see cref="EndFollowing"/>.</summary>
        public bool TryFollow() => Interlocked.Exchange(ref _isFollowed, 1) == 0;

        public void EndFollowing() => Volatile.Write(ref _isFollowed, 0);

        /// <summary>The refresh that runs, and a timestamp of before it began; null when none does.</summary>
        public (Task Refresh, long Since)? Running
        {
            get
            {
                lock (_gate)
                {
                    return _running.Refresh.IsCompleted ? null : _running;
                }
            }
        }

        /// <summary>A refresh that begins after this call.</summary>
        public Task RefreshAsync(Func<Task> refresh)
        {
            lock (_gate)
            {
                if (_next is not null)
                {
                    return _next;
                }

                return _running.Refresh.IsCompleted ? Begin(refresh) : _next = AfterAsync(_running.Refresh, refresh);
            }
        }

        private Task Begin(Func<Task> refresh)
        {
            var since = time.GetTimestamp();
            _running = (refresh(), since);
            return _running.Refresh;
        }

        private async Task AfterAsync(Task before, Func<Task> refresh)
        {
            await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
            Task mine;
            lock (_gate)
            {
                (mine, _next) = (Begin(refresh), null);
            }

            await mine;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The search index of {Account} is loaded: {Assets} assets, complete: {IsComplete}")]
        public static partial void Loaded(ILogger logger, string account, int assets, bool isComplete);

        [LoggerMessage(2, LogLevel.Warning, "Changes of {Account} are not followed any more until the next search: {Reason}")]
        public static partial void NotFollowed(ILogger logger, string account, string reason);
    }
}

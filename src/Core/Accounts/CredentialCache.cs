using System.Collections.Concurrent;

namespace Magpie.Accounts;

/// <summary>
/// Credentials read a short while ago, those that do not exist too, so that a request needs no read of its own. Requests that come at
/// once share one read. Full, it forgets everything: then somebody is trying keys, and what is in it is mostly theirs.
/// </summary>
internal sealed class CredentialCache(ICredentialStore store, TimeSpan lifetime, int capacity, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    public int Count => _entries.Count;

    public async ValueTask<Credential?> FindAsync(string key, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (!_entries.TryGetValue(key, out var entry) || entry.ExpiresAt <= now)
        {
            if (_entries.Count >= capacity)
            {
                _entries.Clear();
            }

            // The read belongs to everybody who waits for it: no single caller's token ends it.
            var fresh = new Entry(now + lifetime, new(() => store.FindAsync(key, CancellationToken.None)));
            entry = _entries.AddOrUpdate(key, fresh, (_, present) => present.ExpiresAt > now ? present : fresh);
        }

        try
        {
            return await entry.Read.Value.WaitAsync(cancellationToken);
        }
        catch when (entry.Read.Value.IsFaulted || entry.Read.Value.IsCanceled)
        {
            _entries.TryRemove(new(key, entry));
            throw;
        }
    }

    private sealed record Entry(DateTimeOffset ExpiresAt, Lazy<Task<Credential?>> Read);
}

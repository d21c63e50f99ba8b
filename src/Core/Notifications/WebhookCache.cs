using System.Collections.Concurrent;

namespace Magpie.Notifications;

/// <summary>
/// Whether accounts have webhooks for an event, so that settling an asset needs no read of its own. What another instance adds is noticed
/// within <see cref="Lifetime"/>. Full, it forgets everything.
/// </summary>
public sealed class WebhookCache(IWebhookStore store, TimeProvider time)
{
    /// <summary>How long an answer is trusted.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    private const int Capacity = 10_000;

    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>Whether a webhook of the account wants to hear of the event.</summary>
    public async ValueTask<bool> IsWantedAsync(string account, string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(account);
        var now = time.GetUtcNow();
        if (!_entries.TryGetValue(account, out var entry) || entry.ExpiresAt <= now)
        {
            var webhooks = await store.ListAsync(account, cancellationToken);
            entry = new Entry(now + Lifetime, [.. webhooks.Where(webhook => webhook.DisabledAt is null).SelectMany(webhook => webhook.Events)]);
            if (_entries.Count >= Capacity)
            {
                _entries.Clear();
            }

            _entries[account] = entry;
        }

        return entry.Events.Contains(name);
    }

    /// <summary>What is known of the account is not true any more.</summary>
    public void Forget(string account) => _entries.TryRemove(account, out _);

    private sealed record Entry(DateTimeOffset ExpiresAt, HashSet<string> Events);
}

using System.Collections.Concurrent;

namespace Magpie.Notifications;

/// <summary>
/// Bounds the tries of one webhook, and of one account, that this instance makes at once: a receiver that takes its time does not hold up
/// the others.
/// </summary>
public sealed class ReceiverSlots(NotificationOptions options)
{
    private readonly ConcurrentDictionary<string, int> _taken = new(StringComparer.Ordinal);

    /// <summary>Null when the receiver, or the account, has as many tries under way as it may; dispose it to give the slot back.</summary>
    public IDisposable? TryTake(string account, string webhookId)
    {
        var ofAccount = $"a~{account}";
        var ofWebhook = $"w~{webhookId}";
        if (!TryTake(ofAccount, options.ParallelPerAccount))
        {
            return null;
        }

        if (!TryTake(ofWebhook, options.ParallelPerWebhook))
        {
            GiveBack(ofAccount);
            return null;
        }

        return new Slot(this, ofAccount, ofWebhook);
    }

    private bool TryTake(string name, int limit)
    {
        while (true)
        {
            if (!_taken.TryGetValue(name, out var taken))
            {
                if (_taken.TryAdd(name, 1))
                {
                    return true;
                }
            }
            else if (taken >= limit)
            {
                return false;
            }
            else if (_taken.TryUpdate(name, taken + 1, taken))
            {
                return true;
            }
        }
    }

    private void GiveBack(string name)
    {
        while (_taken.TryGetValue(name, out var taken))
        {
            if (taken == 1 ? _taken.TryRemove(new(name, 1)) : _taken.TryUpdate(name, taken - 1, taken))
            {
                return;
            }
        }
    }

    private sealed class Slot(ReceiverSlots owner, string ofAccount, string ofWebhook) : IDisposable
    {
        private int _returned;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _returned, 1) == 0)
            {
                owner.GiveBack(ofWebhook);
                owner.GiveBack(ofAccount);
            }
        }
    }
}

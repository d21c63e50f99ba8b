namespace Magpie.Functions.Assets;

/// <summary>
/// Tells those who wait for an asset, in this process, that it changed. Other instances are not heard here: whoever waits also reads
/// the row again from time to time.
/// </summary>
public sealed class AssetChanges(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Waiters> _waiting = new(StringComparer.Ordinal);

    /// <summary>Wakes everybody who waits for this asset.</summary>
    public void Signal(string id)
    {
        Waiters? waiters;
        lock (_gate)
        {
            _waiting.Remove(id, out waiters);
        }

        waiters?.Changed.TrySetResult();
    }

    /// <summary>
    /// Begins to listen; read the asset after this and before <see cref="Subscription.WaitAsync"/>, so that no change falls between.
    /// </summary>
    public Subscription Listen(string id)
    {
        lock (_gate)
        {
            if (!_waiting.TryGetValue(id, out var waiters))
            {
                _waiting[id] = waiters = new Waiters();
            }

            waiters.Count++;
            return new Subscription(this, id, waiters, time);
        }
    }

    private void Leave(string id, Waiters waiters)
    {
        lock (_gate)
        {
            if (--waiters.Count == 0 && _waiting.TryGetValue(id, out var current) && ReferenceEquals(current, waiters))
            {
                _waiting.Remove(id);
            }
        }
    }

    internal sealed class Waiters
    {
        public TaskCompletionSource Changed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Count { get; set; }
    }

    /// <summary>One listener; dispose it to stop listening.</summary>
    public sealed class Subscription : IDisposable
    {
        private readonly AssetChanges _owner;
        private readonly string _id;
        private readonly Waiters _waiters;
        private readonly TimeProvider _time;

        internal Subscription(AssetChanges owner, string id, Waiters waiters, TimeProvider time) =>
            (_owner, _id, _waiters, _time) = (owner, id, waiters, time);

        /// <summary>Ends at the next change or after the time given, whichever is first.</summary>
        public async Task WaitAsync(TimeSpan limit, CancellationToken cancellationToken)
        {
            try
            {
                await _waiters.Changed.Task.WaitAsync(limit, _time, cancellationToken);
            }
            catch (TimeoutException)
            {
                // Nothing was heard; the caller reads the row.
            }
        }

        public void Dispose() => _owner.Leave(_id, _waiters);
    }
}

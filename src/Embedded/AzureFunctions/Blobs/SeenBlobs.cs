namespace Microsoft.Azure.Functions.Worker;

/// <summary>
/// Remembers which versions of blobs need no look, or none before some time, so that storage is not asked about them at every scan. Bounded:
/// the older half is forgotten when it is full, and what is forgotten is looked up in storage again.
/// </summary>
/// <param name="capacity">Blobs remembered at most.</param>
/// <param name="longestPause">What is put off for longer, but not for ever, was so by a clock that has been set back since.</param>
internal sealed class SeenBlobs(int capacity, TimeSpan longestPause)
{
    private readonly Lock _gate = new();
    private readonly HashSet<UInt128> _running = [];
    private Dictionary<UInt128, DateTimeOffset> _young = [];
    private Dictionary<UInt128, DateTimeOffset> _old = [];

    /// <summary>Takes the blob up unless it is being worked on or its time has not come.</summary>
    public bool TryBegin(UInt128 blob, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (_young.TryGetValue(blob, out var from))
            {
                return IsDue(from, now) && _running.Add(blob);
            }

            if (_old.Remove(blob, out from))
            {
                Add(blob, from);
                return IsDue(from, now) && _running.Add(blob);
            }

            return _running.Add(blob);
        }
    }

    /// <summary>Puts the blob down: it needs no look before <paramref name="lookAgain"/>, or none ever.</summary>
    public void End(UInt128 blob, DateTimeOffset lookAgain)
    {
        lock (_gate)
        {
            _running.Remove(blob);
            Add(blob, lookAgain);
        }
    }

    private bool IsDue(DateTimeOffset from, DateTimeOffset now) =>
        from <= now || (from < DateTimeOffset.MaxValue && from - now > longestPause);

    private void Add(UInt128 blob, DateTimeOffset lookAgain)
    {
        if (_young.Count >= capacity / 2)
        {
            (_old, _young) = (_young, []);
        }

        _young[blob] = lookAgain;
    }
}

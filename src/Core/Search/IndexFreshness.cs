namespace Magpie.Search;

/// <summary>
/// Since when an index is known to be up to date, and whether that may be relied on without asking again: others must have been told before, for they wait
/// out whoever does; and nothing was changed here since. Moments are timestamps of a <see cref="TimeProvider"/>, so a clock that is set does no harm.
/// </summary>
internal sealed class IndexFreshness
{
    private readonly Lock _gate = new();
    private (long Began, long Ended)? _announced;
    private long? _confirmed;
    private long? _expired;

    /// <summary>Whether the index had, so short a time ago, everything that was committed by then.</summary>
    public bool IsWithin(TimeSpan age, TimeProvider time)
    {
        lock (_gate)
        {
            return _confirmed is { } since && time.GetElapsedTime(since) < age;
        }
    }

    /// <summary>Half the lease is over, or nobody was told.</summary>
    public bool IsDueForAnnouncement(TimeSpan lease, TimeProvider time)
    {
        lock (_gate)
        {
            return _announced is not { } told || time.GetElapsedTime(told.Began) > lease / 2;
        }
    }

    /// <summary>Others were told, between these two moments.</summary>
    public void Announce(long began, long ended)
    {
        lock (_gate)
        {
            _announced = (began, ended);
        }
    }

    /// <summary>Something was committed here: what was known until now is not enough.</summary>
    public void Expire(long at)
    {
        lock (_gate)
        {
            (_expired, _confirmed) = (at, null);
        }
    }

    /// <summary>The index has everything that was committed before a refresh that began then.</summary>
    /// <param name="lease">For how long others rely on an announcement.</param>
    public void Confirm(long began, TimeSpan lease, TimeProvider time)
    {
        lock (_gate)
        {
            var isKnown = _announced is { } told && told.Ended <= began && time.GetElapsedTime(told.Began) < lease;
            var isNewer = _expired is not { } at || began > at;
            _confirmed = isKnown && isNewer ? began : null;
        }
    }
}

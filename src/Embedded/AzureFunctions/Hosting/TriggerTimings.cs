namespace Microsoft.Azure.Functions.Worker;

/// <summary>How often the host looks, and how long its claims hold.</summary>
internal sealed record TriggerTimings
{
    /// <summary>Pause between scans of a container in which something was just found.</summary>
    public TimeSpan BusyScan { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest pause between scans; with the scan itself a blob is seen within half a second.</summary>
    public TimeSpan IdleScan { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>How long a claim holds when its owner falls silent. Much longer than a busy process is deaf.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a running invocation's claim is renewed.</summary>
    public TimeSpan Renewal { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>Pause after a blob's first failure; doubles with each.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause between tries of a blob.</summary>
    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>First and shortest pause between looks at an empty queue.</summary>
    public TimeSpan ShortestPoll { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest pause between tries to reach a storage that is down.</summary>
    public TimeSpan LongestOutagePause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Pause between sweeps of old receipts, and the age from which a receipt is old.</summary>
    public TimeSpan Sweep { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// The longest time that is ever written down to wait, and a minute for clocks that disagree. What is further ahead was reckoned by a
    /// clock that was wrong, and counts for nothing.
    /// </summary>
    public TimeSpan LongestPause => (Lease > LongestRetry ? Lease : LongestRetry) + TimeSpan.FromMinutes(1);
}

namespace Magpie.Notifications;

/// <summary>
/// When a delivery is tried again: after 5 s, 10 s, 20 s … 1 h, 1 h …, each a quarter shorter or longer by chance, so that what failed
/// together does not come back together; until a day has gone since the first try.
/// </summary>
public sealed class DeliverySchedule(NotificationOptions options, Random jitter)
{
    /// <summary>
    /// Bounds the tries whatever the clocks say: a day has about 34 with the defaults.
    /// </summary>
    public const int MaxAttempts = 500;

    /// <summary>The pause after a try that failed; null when it was the last.</summary>
    /// <param name="attempt">Number of the try that failed: 1, 2, …</param>
    /// <param name="elapsed">Since the first try.</param>
    /// <param name="wanted">What the receiver asked for by <c>Retry-After</c>; kept as far as the longest pause.</param>
    public TimeSpan? After(int attempt, TimeSpan elapsed, TimeSpan? wanted)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(attempt, 1);
        if (elapsed >= options.GiveUpAfter || attempt >= MaxAttempts)
        {
            return null;
        }

        // 2^30 first pauses are longer than any longest pause.
        var doubled = options.FirstPause * Math.Pow(2, Math.Min(attempt - 1, 30));
        var pause = (doubled < options.LongestPause ? doubled : options.LongestPause) * (0.75 + (jitter.NextDouble() / 2));
        return wanted is { } asked && asked > pause ? (asked < options.LongestPause ? asked : options.LongestPause) : pause;
    }
}

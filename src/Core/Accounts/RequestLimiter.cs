namespace Magpie.Accounts;

/// <summary>A token bucket for each account: so many requests a minute, and a burst on top after a quiet while.</summary>
public sealed class RequestLimiter(AccountOptions options, TimeProvider time)
{
    /// <summary>Accounts remembered at once; a full bucket is the same as none, so those are forgotten first.</summary>
    private const int MaxBuckets = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Bucket> _buckets = new(StringComparer.Ordinal);

    /// <summary>Null when the request may go on; otherwise how long to wait until one may.</summary>
    public TimeSpan? Take(string account)
    {
        var now = time.GetTimestamp();
        lock (_gate)
        {
            if (!_buckets.TryGetValue(account, out var bucket))
            {
                if (_buckets.Count >= MaxBuckets)
                {
                    Forget(now);
                }

                _buckets[account] = bucket = new Bucket(options.Burst, now);
            }

            bucket.Refill(PerSecond * time.GetElapsedTime(bucket.FilledAt, now).TotalSeconds, options.Burst, now);
            if (bucket.Tokens < 1)
            {
                return TimeSpan.FromSeconds((1 - bucket.Tokens) / PerSecond);
            }

            bucket.Tokens--;
            return null;
        }
    }

    internal int Buckets => _buckets.Count;

    private double PerSecond => options.RequestsPerMinute / 60.0;

    private void Forget(long now)
    {
        var full = TimeSpan.FromSeconds(options.Burst / PerSecond);
        foreach (var (account, bucket) in _buckets)
        {
            if (time.GetElapsedTime(bucket.FilledAt, now) >= full)
            {
                _buckets.Remove(account);
            }
        }

        if (_buckets.Count >= MaxBuckets)
        {
            _buckets.Clear();
        }
    }

    private sealed class Bucket(double tokens, long filledAt)
    {
        public double Tokens { get; set; } = tokens;

        /// <summary>Timestamp.</summary>
        public long FilledAt { get; private set; } = filledAt;

        public void Refill(double tokens, double capacity, long now) =>
            (Tokens, FilledAt) = (Math.Min(capacity, Tokens + tokens), now);
    }
}

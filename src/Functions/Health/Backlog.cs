using Magpie.Functions.Storage;

namespace Magpie.Functions.Health;

/// <summary>
/// What failed five times and waits. Looked for when somebody asks, at most every ten seconds and not in the first ten, when there is more
/// important work; nobody waits for it, the next who asks is told.
/// </summary>
public sealed class Backlog(QueueLengths lengths, TimeProvider time)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private long _lookedAt = time.GetTimestamp();
    private volatile IReadOnlyList<QueueLength> _found = [];

    /// <summary>The queues in which something waited at the last look; none while storage does not answer.</summary>
    public IReadOnlyList<QueueLength> Find()
    {
        lock (_gate)
        {
            if (time.GetElapsedTime(_lookedAt) >= Pause)
            {
                _lookedAt = time.GetTimestamp();
                _ = LookAsync();
            }
        }

        return _found;
    }

    private async Task LookAsync()
    {
        using var limit = new CancellationTokenSource(Limit, time);
        _found = [.. (await lengths.ReadAsync(lengths.Parked, limit.Token)).Where(length => length.Messages > 0)];
    }
}

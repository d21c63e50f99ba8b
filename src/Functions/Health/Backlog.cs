using Magpie.Functions.Storage;

namespace Magpie.Functions.Health;

/// <summary>What failed five times and waits; those who ask within ten seconds share an answer.</summary>
public sealed class Backlog(QueueLengths lengths, TimeProvider time)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private (Task<IReadOnlyList<QueueLength>> Answer, long AskedAt)? _last;

    /// <summary>The queues in which something waits; none while storage does not answer.</summary>
    public Task<IReadOnlyList<QueueLength>> FindAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_last is not { } last || time.GetElapsedTime(last.AskedAt) > Memory)
            {
                _last = last = (AskAsync(), time.GetTimestamp());
            }

            return last.Answer.WaitAsync(cancellationToken);
        }
    }

    private async Task<IReadOnlyList<QueueLength>> AskAsync()
    {
        using var limit = new CancellationTokenSource(Limit, time);
        return [.. (await lengths.ReadAsync(lengths.Parked, limit.Token)).Where(length => length.Messages > 0)];
    }
}

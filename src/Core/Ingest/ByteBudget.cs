namespace Magpie.Ingest;

/// <summary>
/// Bounds the bytes of files held in memory at once. Whoever comes when it is spent waits its turn, in order, so that a large file
/// is not overtaken for ever by small ones.
/// </summary>
/// <param name="capacity">Bytes; a file larger than this has the budget to itself.</param>
public sealed class ByteBudget(long capacity)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<Waiter> _queue = [];
    private readonly long _capacity = capacity;
    private long _free = capacity;

    /// <summary>Takes bytes from the budget; disposing what is answered gives them back.</summary>
    public async Task<IDisposable> TakeAsync(long bytes, CancellationToken cancellationToken)
    {
        var wanted = Math.Clamp(bytes, 0, _capacity);
        var waiter = new Waiter(wanted);
        lock (_gate)
        {
            if (_queue.Count == 0 && _free >= wanted)
            {
                _free -= wanted;
                return new Share(this, wanted);
            }

            _queue.AddLast(waiter);
        }

        await using var registration = cancellationToken.Register(() =>
        {
            if (waiter.Granted.TrySetCanceled(cancellationToken))
            {
                GiveBack(0);
            }
        });
        await waiter.Granted.Task;
        return new Share(this, wanted);
    }

    private void GiveBack(long bytes)
    {
        lock (_gate)
        {
            _free += bytes;
            while (_queue.First is { } next && (next.Value.Granted.Task.IsCompleted || next.Value.Bytes <= _free))
            {
                _queue.RemoveFirst();
                if (next.Value.Granted.TrySetResult())
                {
                    _free -= next.Value.Bytes;
                }
            }
        }
    }

    private sealed class Waiter(long bytes)
    {
        public long Bytes { get; } = bytes;

        public TaskCompletionSource Granted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Share(ByteBudget owner, long bytes) : IDisposable
    {
        private int _returned;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _returned, 1) == 0)
            {
                owner.GiveBack(bytes);
            }
        }
    }
}

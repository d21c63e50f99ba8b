using Microsoft.Extensions.Hosting;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Counts what runs, and at a shutdown gives it 25 s to end before it is cancelled.</summary>
internal sealed class InvocationLifetime : IDisposable
{
    /// <summary>How long running invocations may go on after a shutdown began; less than the 30 s the host waits in all.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(25);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _ended;
    private readonly CancellationTokenRegistration _stopping;
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running;

    public InvocationLifetime(IHostApplicationLifetime application, TimeProvider time)
    {
        _ended = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        Stopping = application.ApplicationStopping;
        _stopping = Stopping.Register(() =>
        {
            _ended.CancelAfter(Patience);
            lock (_gate)
            {
                CompleteWhenIdle();
            }
        });
    }

    /// <summary>Signalled when no new work may begin.</summary>
    public CancellationToken Stopping { get; }

    /// <summary>Signalled when running work must end.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>Completes when the shutdown began and nothing runs any more.</summary>
    public Task Drained => _drained.Task;

    /// <summary>Counts work in, to be counted out with <see cref="Leave"/>; refuses it when the shutdown began.</summary>
    public bool TryEnter()
    {
        lock (_gate)
        {
            if (Stopping.IsCancellationRequested)
            {
                return false;
            }

            _running++;
            return true;
        }
    }

    /// <summary>Counts work in whatever happens: a request the server took before it stopped listening.</summary>
    public void Enter()
    {
        lock (_gate)
        {
            _running++;
        }
    }

    public void Leave()
    {
        lock (_gate)
        {
            _running--;
            CompleteWhenIdle();
        }
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _ended.Dispose();
    }

    private void CompleteWhenIdle()
    {
        if (_running == 0 && Stopping.IsCancellationRequested)
        {
            _drained.TrySetResult();
        }
    }
}

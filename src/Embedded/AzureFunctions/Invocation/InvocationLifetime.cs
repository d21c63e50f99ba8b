using Microsoft.Extensions.Hosting;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Counts what runs, and at a shutdown gives it 25 s to end before it is cancelled.</summary>
internal sealed class InvocationLifetime : IDisposable
{
    /// <summary>How long running invocations may go on after a shutdown began; less than the 30 s the host waits in all.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(25);

    private readonly CancellationTokenSource _ended;
    private readonly CancellationTokenRegistration _stopping;
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running = 1;

    public InvocationLifetime(IHostApplicationLifetime application, TimeProvider time)
    {
        _ended = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        Stopping = application.ApplicationStopping;
        _stopping = Stopping.Register(() =>
        {
            _ended.CancelAfter(Patience);
            Leave();
        });
    }

    /// <summary>Signalled when no new work may begin.</summary>
    public CancellationToken Stopping { get; }

    /// <summary>Signalled when running work must end.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>Completes when the shutdown began and nothing runs any more.</summary>
    public Task Drained => _idle.Task;

    public void Enter() => Interlocked.Increment(ref _running);

    public void Leave()
    {
        if (Interlocked.Decrement(ref _running) == 0)
        {
            _idle.TrySetResult();
        }
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _ended.Dispose();
    }
}

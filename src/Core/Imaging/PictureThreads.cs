using System.Collections.Concurrent;

namespace Magpie.Imaging;

/// <summary>
/// Threads of their own for what keeps a core busy: decoding, models. On the thread pool, which begins with a thread a core and adds one now and then, a few
/// pictures would hold up every request that only waits for storage.
/// </summary>
internal sealed class PictureThreads : TaskScheduler, IDisposable
{
    [ThreadStatic]
    private static PictureThreads? _current;

    private readonly BlockingCollection<Task> _queue = [];
    private readonly int _count;

    /// <summary>Starts them.</summary>
    /// <param name="name">What a debugger calls them.</param>
    /// <param name="count">How many; the caller lets no more work in at once.</param>
    public PictureThreads(string name, int count)
    {
        _count = count;
        for (var i = 0; i < count; i++)
        {
            new Thread(Work) { IsBackground = true, Name = name }.Start();
        }
    }

    public override int MaximumConcurrencyLevel => _count;

    /// <summary>Runs work there, also what comes after each of its awaits.</summary>
    public Task<T> RunAsync<T>(Func<Task<T>> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this).Unwrap();

    /// <summary>Lets what is queued end, and then the threads.</summary>
    public void Dispose() => _queue.CompleteAdding();

    protected override void QueueTask(Task task)
    {
        try
        {
            _queue.Add(task);
        }
        catch (InvalidOperationException)
        {
            // Disposed while work was under way: it ends on the pool.
            ThreadPool.UnsafeQueueUserWorkItem(_ => TryExecuteTask(task), null);
        }
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        _current == this && !taskWasPreviouslyQueued && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks() => [.. _queue];

    private void Work()
    {
        _current = this;
        foreach (var task in _queue.GetConsumingEnumerable())
        {
            TryExecuteTask(task);
        }
    }
}

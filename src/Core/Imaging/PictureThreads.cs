using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Magpie.Imaging;

/// <summary>
/// Threads of their own for what keeps a core busy: decoding, models. On the thread pool, which begins with a thread a core and adds one now and then, a few
/// pictures would hold up every request that only waits for storage. They give way to all other threads: who waits for a search does not wait for an upload.
/// </summary>
internal sealed partial class PictureThreads : TaskScheduler, IDisposable
{
    /// <summary>Steps of niceness below the process's other threads (nice(2)): a tenth of the share of one that wants the same core.</summary>
    internal const int Niceness = 10;

    [ThreadStatic]
    private static PictureThreads? _current;

    private readonly BlockingCollection<Task> _queue = [];
    private readonly int _count;
    private readonly PictureThreads? _bell;

    /// <summary>Starts them.</summary>
    /// <param name="name">What a debugger calls them.</param>
    /// <param name="count">How many; the caller lets no more work in at once.</param>
    public PictureThreads(string name, int count)
        : this(name, count, givesWay: true) => _bell = new PictureThreads($"{name}, done", 1, givesWay: false);

    private PictureThreads(string name, int count, bool givesWay)
    {
        _count = count;
        for (var i = 0; i < count; i++)
        {
            new Thread(() => Work(givesWay)) { IsBackground = true, Name = name, Priority = givesWay ? ThreadPriority.BelowNormal : ThreadPriority.Normal }.Start();
        }
    }

    public override int MaximumConcurrencyLevel => _count;

    /// <summary>Runs work there, also what comes after each of its awaits.</summary>
    public Task<T> RunAsync<T>(Func<Task<T>> work)
    {
        // Told from a thread of the usual priority: the pool might start a thread for who waits, and a thread inherits the niceness of the one that starts it.
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this).Unwrap()
            .ContinueWith(task => done.SetFromTask(task), CancellationToken.None, TaskContinuationOptions.DenyChildAttach, _bell ?? Default);
        return done.Task;
    }

    /// <summary>Lets what is queued end, and then the threads.</summary>
    public void Dispose()
    {
        _queue.CompleteAdding();
        _bell?.Dispose();
    }

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

    private void Work(bool givesWay)
    {
        _current = this;
        if (givesWay)
        {
            GiveWay();
        }

        foreach (var task in _queue.GetConsumingEnumerable())
        {
            TryExecuteTask(task);
        }
    }

    /// <summary>Priorities of .NET mean nothing to Linux, where each thread has its own niceness.</summary>
    private static void GiveWay()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            _ = Nice(Niceness);
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            // Another C library: all are alike.
        }
    }

    [LibraryImport("libc.so.6", EntryPoint = "nice")]
    private static partial int Nice(int steps);
}

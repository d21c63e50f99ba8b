using Magpie.Imaging;

namespace Magpie.Core.Tests.Imaging;

public sealed class PictureThreadsTests
{
    [Fact]
    public async Task Work_keeps_off_the_thread_pool_also_after_it_waited()
    {
        using var threads = new PictureThreads("test", 2);

        var seen = await threads.RunAsync(async () =>
        {
            var before = (Thread.CurrentThread.Name, Thread.CurrentThread.IsThreadPoolThread);
            await Task.Yield();
            return (before, (Thread.CurrentThread.Name, Thread.CurrentThread.IsThreadPoolThread));
        });

        seen.ShouldBe((("test", false), ("test", false)));
    }

    [Fact]
    public async Task No_more_runs_at_once_than_there_are_threads_and_all_of_it_ends()
    {
        using var threads = new PictureThreads("test", 2);
        var (running, most, gate) = (0, 0, new Lock());
        using var both = new Barrier(2);

        var results = await Task.WhenAll(Enumerable.Range(0, 10).Select(number => threads.RunAsync(() =>
        {
            lock (gate)
            {
                most = Math.Max(most, ++running);
            }

            both.SignalAndWait();
            lock (gate)
            {
                running--;
            }

            return Task.FromResult(number);
        })));

        results.ShouldBe(Enumerable.Range(0, 10));
        most.ShouldBe(2);
    }

    [Fact]
    public async Task What_fails_fails_for_the_one_who_asked()
    {
        using var threads = new PictureThreads("test", 1);

        await Should.ThrowAsync<InvalidDataException>(() => threads.RunAsync<int>(() => throw new InvalidDataException()));
        (await threads.RunAsync(() => Task.FromResult(1))).ShouldBe(1);
    }

    [Fact]
    public async Task Work_that_is_under_way_when_the_threads_end_is_not_lost()
    {
        var threads = new PictureThreads("test", 1);
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var work = threads.RunAsync(async () =>
        {
            await goOn.Task;
            return 1;
        });

        threads.Dispose();
        goOn.SetResult();

        (await work).ShouldBe(1);
    }

    [Fact]
    public async Task Work_gives_way_to_other_threads_and_what_waits_for_it_does_not()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var threads = new PictureThreads("test", 1);
        var own = Niceness();

        (await threads.RunAsync(async () =>
        {
            await Task.Yield();
            return Niceness();
        })).ShouldBe(Math.Min(19, own + PictureThreads.Niceness));
        (await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ => await threads.RunAsync(() => Task.FromResult(1)) + Niceness()))).ShouldAllBe(sum => sum == 1 + own);
    }

    /// <summary>Of this thread: the seventeenth number after its name (proc(5)).</summary>
    private static int Niceness() =>
        int.Parse(File.ReadAllText("/proc/thread-self/stat").Split(") ")[^1].Split(' ')[16], System.Globalization.CultureInfo.InvariantCulture);
}

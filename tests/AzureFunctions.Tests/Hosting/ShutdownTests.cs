using System.Net;
using Magpie.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Magpie.AzureFunctions.Tests.Hosting;

public sealed class ShutdownTests(Azurite azurite) : StorageTests(azurite)
{
    [Fact]
    public async Task A_shutdown_waits_for_running_invocations_and_their_receipts()
    {
        var release = new TaskCompletionSource();
        Journal.Behaviour = (_, _) => release.Task;
        await using var app = await StartAsync(typeof(LifetimeFunctions));
        var request = app.Http.GetAsync("/api/Http");
        await PutAsync("one");
        await Journal.NextAsync(2);

        var stopped = app.StopAsync();
        await PutAsync("too-late");
        await Task.Delay(TimeSpan.FromSeconds(1));
        stopped.IsCompleted.ShouldBeFalse();
        release.SetResult();
        await stopped;

        (await request).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await ReceiptsAsync()).ShouldBe(["Done"]);
        Journal.Entries.Count.ShouldBe(2);
    }

    [Fact]
    public async Task An_invocation_that_outlasts_the_shutdown_s_patience_is_cancelled_and_its_try_does_not_count()
    {
        var time = new ManualTime(TimeProvider.System.GetUtcNow());
        Journal.Behaviour = static (_, cancellationToken) => Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        await PutAsync("one");
        await using (var app = await StartAsync(typeof(LifetimeFunctions), configure: builder => builder.Services.AddSingleton<TimeProvider>(time)))
        {
            await Journal.NextAsync(1);
            var stopped = app.StopAsync();
            await Journal.UntilAsync(() =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return Task.FromResult(stopped.IsCompleted);
            });
        }

        (await ReceiptsAsync()).ShouldBe(["Failed"]);
        (await TriesAsync()).ShouldBe("0");

        Journal.Behaviour = static (_, _) => Task.CompletedTask;
        await using var again = await StartAsync(typeof(LifetimeFunctions), configure: builder => builder.Services.AddSingleton<TimeProvider>(time));
        await Journal.NextAsync(1);
        await Journal.UntilAsync(async () => (await ReceiptsAsync()) is ["Done"]);
    }

    [Fact]
    public async Task The_function_timeout_of_host_json_cancels_an_invocation()
    {
        Journal.Behaviour = async (_, cancellationToken) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).ContinueWith(static _ => { }, TaskScheduler.Default);
            cancellationToken.IsCancellationRequested.ShouldBeTrue();
        };
        await using var app = await StartAsync(typeof(LifetimeFunctions), new() { ["AzureFunctionsJobHost:functionTimeout"] = "00:00:01" });

        var clock = System.Diagnostics.Stopwatch.StartNew();
        (await app.Http.GetAsync("/api/Http")).StatusCode.ShouldBe(HttpStatusCode.OK);

        clock.Elapsed.ShouldBeGreaterThan(TimeSpan.FromSeconds(0.9));
    }
}

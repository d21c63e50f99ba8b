using System.Net;
using Azure.Storage.Queues;
using Magpie.Functions.Search;
using Magpie.Functions.Tests.Hosting;
using Magpie.Tests.Support;

namespace Magpie.Functions.Tests.Http;

/// <summary>What <c>/healthz</c> says of work that nobody does, and of a disk that takes nothing.</summary>
public sealed class BacklogHealthTests(Azurite storage) : IClassFixture<Azurite>
{
    [Fact]
    public async Task Messages_that_failed_too_often_and_wait_for_somebody_are_named()
    {
        var parked = new QueueClient(storage.ConnectionString, QueueSnapshotRequests.Queue + "-poison");
        await parked.CreateIfNotExistsAsync();
        await parked.SendMessageAsync("one");
        await parked.SendMessageAsync("two");

        var clock = new Clock();
        await using var app = await RunningApp.StartAsync(storage.ConnectionString, clock);
        (await ProblemsAsync(app)).ShouldNotContain("messages wait");

        clock.Advance(TimeSpan.FromSeconds(10));
        await ShouldComeToAsync(app, problems => problems.Contains($"2 messages wait in {QueueSnapshotRequests.Queue}-poison", StringComparison.Ordinal));
        await parked.ClearMessagesAsync();
        clock.Advance(TimeSpan.FromSeconds(10));
        await ShouldComeToAsync(app, problems => !problems.Contains("messages wait", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_temporary_folder_that_cannot_be_written_is_named_until_it_can()
    {
        var folder = Directory.CreateTempSubdirectory("magpie-temporary-").FullName;
        await using var app = await RunningApp.StartAsync(storage.ConnectionString, $"--TEMP_DIR={folder}");
        (await ProblemsAsync(app)).ShouldNotContain("TEMP_DIR");
        Directory.EnumerateFileSystemEntries(folder).ShouldBeEmpty();

        Directory.Delete(folder);
        var problems = await ProblemsAsync(app);
        problems.ShouldContain("No temporary file can be written to TEMP_DIR");
        problems.ShouldNotContain(folder);

        Directory.CreateDirectory(folder);
        (await ProblemsAsync(app)).ShouldNotContain("TEMP_DIR");
        Directory.Delete(folder);
    }

    private static async Task ShouldComeToAsync(RunningApp app, Func<string, bool> expected)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        for (var problems = ""; !expected(problems = await ProblemsAsync(app));)
        {
            deadline.IsCancellationRequested.ShouldBeFalse(problems);
            await Task.Delay(TimeSpan.FromMilliseconds(20), CancellationToken.None);
        }
    }

    /// <summary>What is not as it should be, after checking that it says so with 200.</summary>
    private static async Task<string> ProblemsAsync(RunningApp app)
    {
        using var response = await app.Anonymous.GetAsync("/healthz");
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return (await response.ReadJsonAsync()).GetProperty("problems").ToString();
    }

    /// <summary>The right time, and intervals that end when a test says so.</summary>
    private sealed class Clock : TimeProvider
    {
        private long _ahead;

        public void Advance(TimeSpan by) => Interlocked.Add(ref _ahead, (long)(by.TotalSeconds * TimestampFrequency));

        public override long GetTimestamp() => base.GetTimestamp() + Interlocked.Read(ref _ahead);
    }
}

using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Azure.Storage.Queues;
using Magpie.Functions.Http;
using Magpie.Functions.Imagga.Jobs;
using Magpie.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Magpie.Functions.Tests.Imagga;

/// <summary>A batch that takes longer than a message may: it goes on by message after message, and a kill between two of them changes nothing.</summary>
public sealed class BatchSliceTests(ImaggaFixture fixture) : IClassFixture<ImaggaFixture>
{
    /// <summary>Parts of sixteen, the last of them smaller.</summary>
    private const int Calls = 70;

    /// <summary>Every part takes 48 s, so a minute is over after the second of a message.</summary>
    private static readonly TimeSpan Each = TimeSpan.FromSeconds(3);

    private readonly ConcurrentQueue<int> _asked = new();
    private readonly ManualTime _time = new();

    [Fact]
    public async Task Each_message_works_for_a_minute_and_sends_the_next_until_all_is_answered_and_no_call_is_asked_twice()
    {
        var (rig, runner, queue) = await StartAsync("whole");
        var (message, _) = await rig.TicketAsync(Calls);
        var done = new List<int>();

        for (JobMessage? next = message; next is not null; next = await NextAsync(queue))
        {
            next.ShouldBe(message);
            (await rig.Tickets.HasEndedAsync(rig.Account, message.Ticket, default)).ShouldBeFalse();
            await runner.RunAsync(next, default);
            done.Add(_asked.Count);
        }

        done.ShouldBe([32, 64, Calls]);
        await ShouldBeWholeAsync(rig, message);
        _asked.Order().ShouldBe(Enumerable.Range(0, Calls));
    }

    [Fact]
    public async Task A_kill_before_the_next_message_is_sent_or_after_it_asks_no_call_twice()
    {
        var (rig, runner, queue) = await StartAsync("killed");
        var (message, request) = await rig.TicketAsync(Calls);

        // The work of a minute is done, and nobody is told to go on: the message itself comes again.
        (await rig.Runner(_time).WorkAsync(message, request, default)).ShouldBeNull();
        await runner.RunAsync(message, default);
        _asked.Count.ShouldBe(64);

        // The next one is sent, and the message comes again for all that.
        (await NextAsync(queue)).ShouldBe(message);
        await runner.RunAsync(message, default);
        await ShouldBeWholeAsync(rig, message);
        await runner.RunAsync(message, default);

        (await NextAsync(queue)).ShouldBeNull();
        await ShouldBeWholeAsync(rig, message);
        _asked.Order().ShouldBe(Enumerable.Range(0, Calls));
    }

    [Fact]
    public async Task A_part_that_takes_longer_than_a_message_may_is_kept_all_the_same()
    {
        var (rig, runner, queue) = await StartAsync("slow", TimeSpan.FromMinutes(9));
        var (message, _) = await rig.TicketAsync(17);

        await runner.RunAsync(message, default);
        _asked.Count.ShouldBe(16);
        await runner.RunAsync((await NextAsync(queue)).ShouldNotBeNull(), default);

        _asked.Count.ShouldBe(17);
        (await rig.Tickets.HasEndedAsync(rig.Account, message.Ticket, default)).ShouldBeTrue();
        (await NextAsync(queue)).ShouldBeNull();
    }

    private async Task<(JobRig Rig, JobRunner Runner, QueueClient Queue)> StartAsync(string name, TimeSpan? each = null)
    {
        var rig = new JobRig(fixture, (call, _) =>
        {
            _asked.Enqueue(int.Parse(call.Parameters.Text("n")!, CultureInfo.InvariantCulture));
            _time.Advance(each ?? Each);
            return Task.FromResult(JobRig.Answer(call));
        });
        var queue = fixture.App.Services.GetRequiredService<QueueServiceClient>().GetQueueClient($"slices-{name}");
        await queue.CreateIfNotExistsAsync();
        return (rig, new JobRunner(rig.Tickets, new JobQueue(queue), [rig.Runner(_time)], NullLogger<JobRunner>.Instance), queue);
    }

    /// <summary>The message that tells to go on, taken from the queue; null when there is none.</summary>
    private static async Task<JobMessage?> NextAsync(QueueClient queue)
    {
        if ((await queue.ReceiveMessagesAsync(2)).Value is not { Length: > 0 } received)
        {
            return null;
        }

        var only = received.ShouldHaveSingleItem();
        await queue.DeleteMessageAsync(only.MessageId, only.PopReceipt);
        return JsonSerializer.Deserialize(only.Body.ToMemory().Span, MagpieJson.Default.JobMessage);
    }

    private static async Task ShouldBeWholeAsync(JobRig rig, JobMessage message)
    {
        var found = (await rig.Tickets.FindAsync(rig.Account, message.Ticket, default)).ShouldBeOfType<FoundTicket.Final>();
        JobRig.Numbers(found.Result.ToMemory()).ShouldBe(Enumerable.Range(0, Calls).Select(n => n.ToString(CultureInfo.InvariantCulture)));
        (await rig.CountsAsync()).ShouldBe((Calls, Calls));
    }
}

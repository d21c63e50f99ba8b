using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Azure;

namespace Magpie.Functions.Tests.Imagga;

/// <summary>A batch while it is worked on: calls that fail, and runs that end before it does.</summary>
public sealed class BatchWorkTests(ImaggaFixture fixture) : IClassFixture<ImaggaFixture>
{
    [Fact]
    public async Task A_call_that_fails_as_nobody_expected_is_an_error_of_its_own_and_is_logged()
    {
        var rig = new JobRig(fixture, (call, _) => call.Parameters.Text("n") == "1"
            ? throw new InvalidOperationException("an insider's word")
            : Task.FromResult(JobRig.Answer(call)));
        var (message, request) = await rig.TicketAsync(3);

        var result = JsonDocument.Parse(await rig.WorkAsync(message, request)).RootElement.GetProperty(JobRig.Probe);

        result.EnumerateArray().Select(each => each.GetProperty("status").GetProperty("type").GetString()).ShouldBe(["success", "error", "success"]);
        result[1].EnumerateObject().ShouldHaveSingleItem();
        result[1].ToString().ShouldNotContain("insider");
        rig.Log.Lines.ShouldHaveSingleItem().ShouldSatisfyAllConditions(line => line.ShouldContain("insider"), line => line.ShouldContain(message.Ticket));
    }

    [Fact]
    public async Task Storage_that_is_away_is_no_answer_so_the_batch_comes_again()
    {
        var isAway = true;
        var rig = new JobRig(fixture, (call, _) => isAway ? throw new RequestFailedException(503, "busy") : Task.FromResult(JobRig.Answer(call)));
        var (message, request) = await rig.TicketAsync(2);
        await Should.ThrowAsync<RequestFailedException>(async () => await rig.WorkAsync(message, request));

        isAway = false;
        JobRig.Numbers(await rig.WorkAsync(message, request)).ShouldBe(["0", "1"]);
    }

    [Fact]
    public async Task A_batch_that_was_cut_off_goes_on_where_it_was_and_counts_each_call_once()
    {
        const int Calls = 60;
        const int Lost = 40;
        using var killed = new CancellationTokenSource();
        var asked = new ConcurrentBag<int>();
        var rig = new JobRig(fixture, async (call, token) =>
        {
            var number = int.Parse(call.Parameters.Text("n")!, CultureInfo.InvariantCulture);
            if (number == Lost && !killed.IsCancellationRequested)
            {
                await killed.CancelAsync();
            }

            token.ThrowIfCancellationRequested();
            asked.Add(number);
            return JobRig.Answer(call);
        });
        var (message, request) = await rig.TicketAsync(Calls);
        await Should.ThrowAsync<OperationCanceledException>(async () => await rig.WorkAsync(message, request, killed.Token));

        var result = await rig.WorkAsync(message, request);

        JobRig.Numbers(result).ShouldBe(Enumerable.Range(0, Calls).Select(n => n.ToString(CultureInfo.InvariantCulture)));
        asked.Count.ShouldBeLessThan(Calls + 20);
        (await rig.CountsAsync()).ShouldBe((Calls, Calls));
        (await rig.WorkAsync(message, request)).ToArray().ShouldBe(result.ToArray());
        (await rig.CountsAsync()).ShouldBe((Calls, Calls));
    }
}

using Magpie.Ingest;

namespace Magpie.Core.Tests.Ingest;

public sealed class ByteBudgetTests
{
    [Fact]
    public async Task Who_comes_when_it_is_spent_waits_until_enough_comes_back()
    {
        var budget = new ByteBudget(100);
        var first = await budget.TakeAsync(60, default);
        var second = budget.TakeAsync(50, default);
        second.IsCompleted.ShouldBeFalse();

        first.Dispose();

        (await second.WaitAsync(TimeSpan.FromSeconds(10))).Dispose();
    }

    [Fact]
    public async Task A_small_file_does_not_overtake_a_large_one_that_waits()
    {
        var budget = new ByteBudget(100);
        var held = await budget.TakeAsync(60, default);
        var large = budget.TakeAsync(90, default);
        var small = budget.TakeAsync(10, default);

        small.IsCompleted.ShouldBeFalse();
        held.Dispose();
        await Task.WhenAll(large, small).WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_file_larger_than_the_budget_has_it_to_itself()
    {
        var budget = new ByteBudget(100);
        using var huge = await budget.TakeAsync(long.MaxValue, default);

        budget.TakeAsync(1, default).IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Who_gives_up_waiting_lets_the_next_one_in()
    {
        var budget = new ByteBudget(100);
        using var held = await budget.TakeAsync(60, default);
        using var impatient = new CancellationTokenSource();
        var large = budget.TakeAsync(90, impatient.Token);
        var small = budget.TakeAsync(10, default);

        await impatient.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(large);
        (await small.WaitAsync(TimeSpan.FromSeconds(10))).Dispose();
    }

    [Fact]
    public async Task Giving_back_twice_gives_back_once()
    {
        var budget = new ByteBudget(100);
        var share = await budget.TakeAsync(100, default);
        share.Dispose();
        share.Dispose();

        using var all = await budget.TakeAsync(100, default);
        budget.TakeAsync(1, default).IsCompleted.ShouldBeFalse();
    }
}

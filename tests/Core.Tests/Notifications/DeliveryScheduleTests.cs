using Magpie.Notifications;

namespace Magpie.Core.Tests.Notifications;

public sealed class DeliveryScheduleTests
{
    private readonly NotificationOptions _options = new();

    [Fact]
    public void Pauses_double_from_five_seconds_to_an_hour_give_or_take_a_quarter()
    {
        var schedule = new DeliverySchedule(_options, new Random(7));
        for (var attempt = 1; attempt <= 40; attempt++)
        {
            var middle = Math.Min(5 * Math.Pow(2, attempt - 1), 3600);
            var pause = schedule.After(attempt, TimeSpan.Zero, null).ShouldNotBeNull().TotalSeconds;
            pause.ShouldBeInRange(middle * 0.75, middle * 1.25, $"after try {attempt}");
        }
    }

    [Fact]
    public void A_day_after_the_first_try_there_is_no_next_one_and_some_thirty_were_made()
    {
        var schedule = new DeliverySchedule(_options, new Random(7));
        var elapsed = TimeSpan.Zero;
        var attempt = 1;
        while (schedule.After(attempt, elapsed, null) is { } pause)
        {
            elapsed += pause;
            attempt++;
        }

        elapsed.ShouldBeInRange(TimeSpan.FromHours(24), TimeSpan.FromHours(25.25));
        attempt.ShouldBeInRange(28, 40);
    }

    [Fact]
    public void A_clock_that_stands_still_does_not_make_it_endless() =>
        new DeliverySchedule(_options, new Random(7)).After(DeliverySchedule.MaxAttempts, TimeSpan.Zero, null).ShouldBeNull();

    [Theory]
    [InlineData(1, 60, 60)]
    [InlineData(1, 864_000, 3600)]
    public void What_the_receiver_asks_for_is_kept_up_to_the_longest_pause(int attempt, int asked, int seconds) =>
        new DeliverySchedule(_options, new Random(7)).After(attempt, TimeSpan.Zero, TimeSpan.FromSeconds(asked)).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Theory]
    [InlineData(-5)]
    [InlineData(0)]
    public void A_receiver_cannot_ask_to_be_called_sooner(int asked) =>
        new DeliverySchedule(_options, new Random(7)).After(1, TimeSpan.Zero, TimeSpan.FromSeconds(asked))
            .ShouldNotBeNull().ShouldBeGreaterThan(TimeSpan.FromSeconds(3));
}

using Magpie.Notifications;

namespace Magpie.Core.Tests.Notifications;

public sealed class ReceiverSlotsTests
{
    private readonly ReceiverSlots _slots = new(new NotificationOptions { ParallelPerWebhook = 2, ParallelPerAccount = 3 });

    [Fact]
    public void A_webhook_has_so_many_tries_at_once_and_the_next_when_one_has_ended()
    {
        var first = _slots.TryTake("a", "1").ShouldNotBeNull();
        using var second = _slots.TryTake("a", "1").ShouldNotBeNull();
        _slots.TryTake("a", "1").ShouldBeNull();

        first.Dispose();
        first.Dispose();
        using var third = _slots.TryTake("a", "1").ShouldNotBeNull();
        _slots.TryTake("a", "1").ShouldBeNull();
    }

    [Fact]
    public void One_account_does_not_take_the_slots_of_another()
    {
        using var first = _slots.TryTake("a", "1").ShouldNotBeNull();
        using var second = _slots.TryTake("a", "2").ShouldNotBeNull();
        using var third = _slots.TryTake("a", "3").ShouldNotBeNull();
        _slots.TryTake("a", "4").ShouldBeNull();
        using var other = _slots.TryTake("b", "5").ShouldNotBeNull();
    }
}

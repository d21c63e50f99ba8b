using Magpie.Fetching;
using Magpie.Notifications;
using Magpie.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Magpie.Core.Tests.Notifications;

/// <summary>A day of tries, on a clock that is moved.</summary>
public sealed class WebhookDelivererTests
{
    private readonly ManualTime _time = new();
    private readonly NotificationOptions _options = new();
    private readonly InMemoryNotifications _world;
    private readonly ReceiverSlots _slots;
    private readonly WebhookDeliverer _deliverer;
    private readonly WebhookService _service;

    public WebhookDelivererTests()
    {
        _world = new(_time);
        _slots = new(_options);
        var cache = new WebhookCache(_world, _time);
        var jitter = new Random(7);
        _deliverer = new(
            _world, cache, null!, _world, _world, _world, _slots, new DeliverySchedule(_options, jitter), jitter, _time,
            NullLogger<WebhookDeliverer>.Instance);
        _service = new(_world, cache, _world, _world, _world, FetchAllowance.None, _options, _time);
    }

    [Fact]
    public async Task A_receiver_that_is_down_is_tried_for_a_day_with_growing_pauses_then_the_event_is_parked_and_a_retry_begins_anew()
    {
        var webhook = await AddAsync();
        await QueueAsync(webhook);
        await RunAsync();

        _world.Sent.Count.ShouldBeInRange(28, 40);
        _world.Sent.Select(sent => sent.Delivery.Attempt).ShouldBe(Enumerable.Range(1, _world.Sent.Count));
        _world.Sent.Select(sent => sent.Delivery.EventId).Distinct().ShouldHaveSingleItem();
        (_world.Sent[^1].At - _world.Sent[0].At).ShouldBeInRange(TimeSpan.FromHours(24), TimeSpan.FromHours(25.25));
        var pauses = _world.Sent.Zip(_world.Sent.Skip(1), (earlier, later) => later.At - earlier.At).ToArray();
        pauses[0].ShouldBeInRange(TimeSpan.FromSeconds(3.75), TimeSpan.FromSeconds(6.25));
        pauses.ShouldAllBe(pause => pause <= TimeSpan.FromHours(1.25));
        var parked = (await _service.ParkedAsync("gallery", default)).ShouldHaveSingleItem();
        parked.Delivery.Attempt.ShouldBe(_world.Sent.Count);

        _world.Receiver = static _ => new(SendOutcome.Delivered, 204);
        _world.Sent.Clear();
        (await _service.RetryAsync("gallery", webhook.Id, default)).ShouldBe(new RetryResult.Queued(1, false));
        await RunAsync();
        _world.Sent.ShouldHaveSingleItem().Delivery.ShouldSatisfyAllConditions(
            delivery => delivery.Attempt.ShouldBe(1), delivery => delivery.EventId.ShouldBe(parked.Delivery.EventId));
        _world.Parked.ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_failures_and_a_success_are_three_tries()
    {
        await QueueAsync(await AddAsync());
        _world.Receiver = static delivery => delivery.Attempt < 3 ? new(SendOutcome.Failed, 500) : new(SendOutcome.Delivered, 200);
        await RunAsync();

        _world.Sent.Count.ShouldBe(3);
        _world.Parked.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_receiver_that_is_gone_is_not_told_again_and_cannot_be_retried()
    {
        var webhook = await AddAsync();
        _world.Receiver = static _ => new(SendOutcome.Gone, 410);
        await QueueAsync(webhook);
        await QueueAsync(webhook);
        await RunAsync();

        _world.Sent.ShouldHaveSingleItem();
        _world.Webhooks.ShouldHaveSingleItem().DisabledAt.ShouldNotBeNull();
        (await _service.RetryAsync("gallery", webhook.Id, default)).ShouldBeOfType<RetryResult.Disabled>();
    }

    [Fact]
    public async Task A_busy_receiver_is_waited_for_without_a_try()
    {
        var webhook = await AddAsync();
        _world.Receiver = static _ => new(SendOutcome.Delivered, 200);
        var taken = Enumerable.Range(0, _options.ParallelPerWebhook).Select(_ => _slots.TryTake("gallery", webhook.Id)!).ToArray();
        await QueueAsync(webhook);
        for (var deferral = 1; deferral <= 10; deferral++)
        {
            await _deliverer.DeliverAsync(_world.Next()!, default);
        }

        _world.Sent.ShouldBeEmpty();
        foreach (var slot in taken)
        {
            slot.Dispose();
        }

        await RunAsync();
        var sent = _world.Sent.ShouldHaveSingleItem();
        (sent.Delivery.Attempt, sent.Delivery.Deferrals).ShouldBe((1, 10));
    }

    private async Task<Webhook> AddAsync() =>
        ((WebhookResult.Added)await _service.AddAsync("gallery", "https://hooks.example/", null, "https://media.example", default)).Webhook;

    private Task QueueAsync(Webhook webhook) => _world.DeliverAsync(
        new EventDelivery
        {
            Account = "gallery",
            WebhookId = webhook.Id,
            EventId = "evt_1",
            Type = WebhookEvents.TestType,
            CreatedAt = _time.GetUtcNow(),
        },
        TimeSpan.Zero,
        default);

    private async Task RunAsync()
    {
        while (_world.Next() is { } delivery)
        {
            await _deliverer.DeliverAsync(delivery, default);
        }
    }
}

using Magpie.Assets;
using Magpie.Notifications;
using Magpie.Tests.Support;

namespace Magpie.Core.Tests.Notifications;

/// <summary>A queue on a clock of its own, the webhooks of one account, and a receiver that does as it is told: a day goes by at once.</summary>
internal sealed class InMemoryNotifications(ManualTime time) : INotificationQueue, IWebhookStore, IParkedDeliveries, IEventSender
{
    private readonly PriorityQueue<EventDelivery, DateTimeOffset> _queue = new();

    public List<Webhook> Webhooks { get; } = [];

    public List<ParkedDelivery> Parked { get; } = [];

    public List<(EventDelivery Delivery, DateTimeOffset At)> Sent { get; } = [];

    public Func<EventDelivery, SendResult> Receiver { get; set; } = static _ => new(SendOutcome.Failed, 500);

    /// <summary>Takes the next message when its time has come, moving the clock there; null when there is none.</summary>
    public EventDelivery? Next()
    {
        if (!_queue.TryDequeue(out var delivery, out var due))
        {
            return null;
        }

        if (due > time.GetUtcNow())
        {
            time.Advance(due - time.GetUtcNow());
        }

        return delivery;
    }

    public Task AnnounceAsync(Announcement announcement, TimeSpan delay, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Nothing is announced here.");

    public Task DeliverAsync(EventDelivery delivery, TimeSpan delay, CancellationToken cancellationToken)
    {
        _queue.Enqueue(delivery, time.GetUtcNow() + delay);
        return Task.CompletedTask;
    }

    public Task AddAsync(Webhook webhook, CancellationToken cancellationToken)
    {
        Webhooks.Add(webhook);
        return Task.CompletedTask;
    }

    public Task<Webhook?> FindAsync(string account, string id, CancellationToken cancellationToken) =>
        Task.FromResult(Webhooks.Find(webhook => webhook.Account == account && webhook.Id == id));

    public Task<IReadOnlyList<Webhook>> ListAsync(string account, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Webhook>>([.. Webhooks.Where(webhook => webhook.Account == account)]);

    public Task RemoveAsync(string account, string id, CancellationToken cancellationToken)
    {
        Webhooks.RemoveAll(webhook => webhook.Account == account && webhook.Id == id);
        return Task.CompletedTask;
    }

    public Task DisableAsync(string account, string id, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var index = Webhooks.FindIndex(webhook => webhook.Account == account && webhook.Id == id);
        Webhooks[index] = Webhooks[index] with { DisabledAt = at };
        return Task.CompletedTask;
    }

    public Task ParkAsync(ParkedDelivery parked, CancellationToken cancellationToken)
    {
        Parked.Add(parked);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<ParkedDelivery>> ListAsync(string account, string? webhookId, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ParkedDelivery>>([.. Parked.Take(limit)]);

    public Task RemoveAsync(EventDelivery delivery, CancellationToken cancellationToken)
    {
        Parked.RemoveAll(parked => parked.Delivery.EventId == delivery.EventId);
        return Task.CompletedTask;
    }

    public Task<int> RemoveBeforeAsync(DateTimeOffset limit, CancellationToken cancellationToken) =>
        Task.FromResult(Parked.RemoveAll(parked => parked.ParkedAt < limit));

    public Task<SendResult> SendAsync(Webhook webhook, EventDelivery delivery, Asset? asset, CancellationToken cancellationToken)
    {
        Sent.Add((delivery, time.GetUtcNow()));
        return Task.FromResult(Receiver(delivery));
    }
}

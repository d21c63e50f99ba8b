using System.Text.Json;
using Azure.Storage.Queues;
using Magpie.Functions.Http;
using Magpie.Notifications;

namespace Magpie.Functions.Notifications;

/// <summary>
/// Queues <c>webhook-events</c> (a message an asset that is about to be settled) and <c>webhook-deliveries</c> (a message an event and
/// webhook). A pause is the visibility timeout of a new message: the old one is completed, so the host counts no tries of it.
/// </summary>
public sealed class QueueNotifications(QueueClient events, QueueClient deliveries) : INotificationQueue
{
    public const string Events = "webhook-events";
    public const string Deliveries = "webhook-deliveries";

    /// <summary>A message waits for as long as nobody reads it.</summary>
    private static readonly TimeSpan Forever = TimeSpan.FromSeconds(-1);

    public Task AnnounceAsync(Announcement announcement, TimeSpan delay, CancellationToken cancellationToken) =>
        SendAsync(events, JsonSerializer.SerializeToUtf8Bytes(announcement, MagpieJson.Default.Announcement), delay, cancellationToken);

    public Task DeliverAsync(EventDelivery delivery, TimeSpan delay, CancellationToken cancellationToken) =>
        SendAsync(deliveries, JsonSerializer.SerializeToUtf8Bytes(delivery, MagpieJson.Default.EventDelivery), delay, cancellationToken);

    // Storage counts whole seconds.
    private static async Task SendAsync(QueueClient queue, byte[] message, TimeSpan delay, CancellationToken cancellationToken) =>
        await queue.SendMessageAsync(
            BinaryData.FromBytes(message), TimeSpan.FromSeconds(Math.Ceiling(delay.TotalSeconds)), Forever, cancellationToken);
}

using System.Text.Json;
using Azure;
using Magpie.Functions.Http;
using Magpie.Notifications;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Magpie.Functions.Notifications;

/// <summary>What tells webhooks.</summary>
public sealed partial class NotificationFunctions(
    EventDispatcher dispatcher,
    WebhookDeliverer deliverer,
    INotificationQueue queue,
    IParkedDeliveries parked,
    NotificationOptions options,
    TimeProvider time,
    ILogger<NotificationFunctions> logger)
{
    /// <summary>Before a message is looked at again that storage kept from being handled.</summary>
    private static readonly TimeSpan OutagePause = TimeSpan.FromSeconds(30);

    [Function("DispatchEvent")]
    public async Task DispatchAsync([QueueTrigger(QueueNotifications.Events)] string message, CancellationToken cancellationToken)
    {
        if (JsonSerializer.Deserialize(message, MagpieJson.Default.Announcement) is { } announcement)
        {
            await OrLaterAsync(
                dispatcher.DispatchAsync(announcement, cancellationToken),
                () => queue.AnnounceAsync(announcement, OutagePause, cancellationToken));
        }
    }

    /// <summary>The process ended five times while it held the message; the announcement may still be one of something.</summary>
    [Function("DispatchPoisonEvent")]
    public Task DispatchPoisonAsync([QueueTrigger(QueueNotifications.Events + "-poison")] string message, CancellationToken cancellationToken) =>
        DispatchAsync(message, cancellationToken);

    [Function("DeliverEvent")]
    public async Task DeliverAsync([QueueTrigger(QueueNotifications.Deliveries)] string message, CancellationToken cancellationToken)
    {
        if (JsonSerializer.Deserialize(message, MagpieJson.Default.EventDelivery) is { } delivery)
        {
            await OrLaterAsync(
                deliverer.DeliverAsync(delivery, cancellationToken),
                () => queue.DeliverAsync(delivery, OutagePause, cancellationToken));
        }
    }

    [Function("ParkPoisonDelivery")]
    public async Task ParkPoisonAsync([QueueTrigger(QueueNotifications.Deliveries + "-poison")] string message, CancellationToken cancellationToken)
    {
        if (JsonSerializer.Deserialize(message, MagpieJson.Default.EventDelivery) is { } delivery)
        {
            await deliverer.ParkAsync(delivery, cancellationToken);
        }
    }

    /// <summary>Once a day, forgets what was parked too long ago.</summary>
    [Function("SweepParkedDeliveries")]
    public Task SweepAsync([TimerTrigger("0 47 3 * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        parked.RemoveBeforeAsync(time.GetUtcNow() - options.KeepParked, cancellationToken);

    /// <summary>Five tries in a row are over sooner than an outage of storage, so those are not counted: the message is put back.</summary>
    private async Task OrLaterAsync(Task handling, Func<Task> putBack)
    {
        try
        {
            await handling;
        }
        catch (Exception exception) when (exception is RequestFailedException or AggregateException { InnerException: RequestFailedException } or IOException)
        {
            Log.PutBack(logger, exception.GetType().Name);
            await putBack();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A notification is put back: storage did not answer ({Reason})")]
        public static partial void PutBack(ILogger logger, string reason);
    }
}

using Magpie.Assets;
using Magpie.Operations;
using Microsoft.Extensions.Logging;

namespace Magpie.Notifications;

/// <summary>Takes one delivery one try further: delivered, queued for its next try, or parked.</summary>
public sealed partial class WebhookDeliverer(
    IWebhookStore webhooks,
    WebhookCache cache,
    ICatalogue catalogue,
    IEventSender sender,
    INotificationQueue queue,
    IParkedDeliveries parked,
    ReceiverSlots slots,
    DeliverySchedule schedule,
    Random jitter,
    TimeProvider time,
    ILogger<WebhookDeliverer> logger)
{
    private static readonly TimeSpan FirstDeferral = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestDeferral = TimeSpan.FromMinutes(1);

    /// <summary>Doublings after which a deferral is at its longest.</summary>
    private const int MaxDoublings = 6;

    public async Task DeliverAsync(EventDelivery delivery, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        using var slot = slots.TryTake(delivery.Account, delivery.WebhookId);
        if (slot is null)
        {
            await DeferAsync(delivery, cancellationToken);
            return;
        }

        if (await webhooks.FindAsync(delivery.Account, delivery.WebhookId, cancellationToken) is not { DisabledAt: null } webhook)
        {
            return;
        }

        var asset = await FindAsync(delivery, cancellationToken);
        if (asset is null && delivery.AssetId is not null)
        {
            Log.NothingToTell(logger, delivery.EventId, delivery.Account);
            return;
        }

        var now = time.GetUtcNow();
        var begun = delivery with { FirstTriedAt = delivery.FirstTriedAt ?? now };
        var result = await sender.SendAsync(webhook, begun, asset, cancellationToken);
        Telemetry.Told(NameOf(result.Outcome));
        Log.Tried(logger, begun.EventId, begun.Type, begun.AssetId, begun.Account, begun.WebhookId, begun.Attempt, result.Outcome, result.Status);
        switch (result.Outcome)
        {
            case SendOutcome.Failed:
                await PutOffAsync(begun, result, cancellationToken);
                break;
            case SendOutcome.Gone:
                await webhooks.DisableAsync(webhook.Account, webhook.Id, now, cancellationToken);
                cache.Forget(webhook.Account);
                Log.Disabled(logger, webhook.Id, webhook.Account);
                break;
        }
    }

    /// <summary>Keeps a delivery that could not even be tried, after storage or we failed it again and again.</summary>
    public Task ParkAsync(EventDelivery delivery, CancellationToken cancellationToken) =>
        ParkAsync(delivery, "Magpie could not make the try.", cancellationToken);

    /// <summary>Null when it is gone; so is what there was to tell.</summary>
    private async Task<Asset?> FindAsync(EventDelivery delivery, CancellationToken cancellationToken) =>
        delivery.AssetId is { } id
        && await catalogue.FindAsync(delivery.Account, id, cancellationToken) is { Asset: { State: not AssetState.Deleted } asset }
            ? asset
            : null;

    private Task DeferAsync(EventDelivery delivery, CancellationToken cancellationToken)
    {
        var pause = FirstDeferral * Math.Pow(2, Math.Min(delivery.Deferrals, MaxDoublings)) * (0.75 + (jitter.NextDouble() / 2));
        return queue.DeliverAsync(
            delivery with { Deferrals = delivery.Deferrals + 1 }, pause < LongestDeferral ? pause : LongestDeferral, cancellationToken);
    }

    private async Task PutOffAsync(EventDelivery delivery, SendResult result, CancellationToken cancellationToken)
    {
        if (schedule.After(delivery.Attempt, time.GetUtcNow() - delivery.FirstTriedAt!.Value, result.RetryAfter) is { } pause)
        {
            Telemetry.Retried(RetriedWork.Webhook);
            await queue.DeliverAsync(delivery with { Attempt = delivery.Attempt + 1, Deferrals = 0 }, pause, cancellationToken);
        }
        else
        {
            await ParkAsync(delivery, result.Reason ?? "The receiver did not answer with a status of 200 to 299.", cancellationToken);
        }
    }

    private async Task ParkAsync(EventDelivery delivery, string reason, CancellationToken cancellationToken)
    {
        await parked.ParkAsync(new ParkedDelivery(delivery, reason, time.GetUtcNow()), cancellationToken);
        Telemetry.Told("parked");
        Log.Parked(logger, delivery.EventId, delivery.Account, delivery.WebhookId, delivery.Attempt);
    }

    private static string NameOf(SendOutcome outcome) => outcome switch
    {
        SendOutcome.Delivered => "delivered",
        SendOutcome.Gone => "gone",
        _ => "failed",
    };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Event {EventId} ({Type}, asset {AssetId} of {Account}) to webhook {WebhookId}, try {Attempt}: {Outcome} {Status}")]
        public static partial void Tried(
            ILogger logger, string eventId, string type, string? assetId, string account, string webhookId, int attempt, SendOutcome outcome, int? status);

        [LoggerMessage(2, LogLevel.Warning, "Event {EventId} of {Account} is parked: webhook {WebhookId} did not take it in {Attempts} tries")]
        public static partial void Parked(ILogger logger, string eventId, string account, string webhookId, int attempts);

        [LoggerMessage(3, LogLevel.Warning, "Webhook {WebhookId} of {Account} is disabled: its receiver answered 410 Gone")]
        public static partial void Disabled(ILogger logger, string webhookId, string account);

        [LoggerMessage(4, LogLevel.Information, "Event {EventId} of {Account} is not told: its asset was deleted")]
        public static partial void NothingToTell(ILogger logger, string eventId, string account);
    }
}

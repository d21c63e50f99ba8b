using Magpie.Notifications;

namespace Magpie.Functions.Notifications;

/// <summary>Body of <c>POST /api/webhooks</c>.</summary>
public sealed class WebhookRequest
{
    public string? Url { get; init; }

    public IReadOnlyList<string?>? Events { get; init; }
}

/// <summary>A webhook, without its secret.</summary>
public sealed record WebhookResponse(string Id, string Url, IReadOnlyList<string> Events, DateTimeOffset CreatedAt, DateTimeOffset? DisabledAt)
{
    public static WebhookResponse From(Webhook webhook)
    {
        ArgumentNullException.ThrowIfNull(webhook);
        return new(webhook.Id, webhook.Url, webhook.Events, webhook.CreatedAt, webhook.DisabledAt);
    }
}

/// <summary>A webhook that was just added: the only answer with its secret.</summary>
/// <param name="Secret">Null when the request is a repeat.</param>
public sealed record NewWebhookResponse(string Id, string Url, IReadOnlyList<string> Events, DateTimeOffset CreatedAt, string? Secret)
{
    public static NewWebhookResponse From(Webhook webhook)
    {
        ArgumentNullException.ThrowIfNull(webhook);
        return new(webhook.Id, webhook.Url, webhook.Events, webhook.CreatedAt, webhook.Secret);
    }

    /// <summary>Without the secret.</summary>
    public override string ToString() => Id;
}

/// <summary>An account's webhooks, oldest first.</summary>
public sealed record WebhooksResponse(IReadOnlyList<WebhookResponse> Webhooks);

/// <summary>What became of a test.</summary>
/// <param name="Status">HTTP status; null when there was no answer.</param>
/// <param name="Reason">Why it was not delivered; null when it was.</param>
public sealed record WebhookTestResponse(bool Delivered, int? Status, string? Reason);

/// <summary>What was given up, at most 200 of it.</summary>
public sealed record ParkedResponse(IReadOnlyList<ParkedDeliveryResponse> Parked);

/// <summary>A delivery that was given up.</summary>
public sealed record ParkedDeliveryResponse(
    string EventId, string Type, string WebhookId, string? AssetId, DateTimeOffset CreatedAt, int Attempts, string Reason, DateTimeOffset ParkedAt)
{
    public static ParkedDeliveryResponse From(ParkedDelivery parked)
    {
        ArgumentNullException.ThrowIfNull(parked);
        var delivery = parked.Delivery;
        return new(
            delivery.EventId, delivery.Type, delivery.WebhookId, delivery.AssetId, delivery.CreatedAt, delivery.Attempt, parked.Reason, parked.ParkedAt);
    }
}

/// <summary>How many parked deliveries begin anew.</summary>
/// <param name="More">There may be more: ask again.</param>
public sealed record RetryResponse(int Retried, bool More);

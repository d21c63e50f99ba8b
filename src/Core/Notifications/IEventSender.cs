using Magpie.Assets;

namespace Magpie.Notifications;

/// <summary>Makes one try to tell a webhook.</summary>
public interface IEventSender
{
    /// <summary>Sends the event and answers what came of it; throws only for mistakes of ours.</summary>
    /// <param name="asset">As it is now; null for a test.</param>
    Task<SendResult> SendAsync(Webhook webhook, EventDelivery delivery, Asset? asset, CancellationToken cancellationToken);
}

/// <summary>What a try came to.</summary>
/// <param name="Status">HTTP status; null when there was no answer.</param>
/// <param name="Reason">A sentence for the owner; null when it was delivered. Holds nothing of what was answered.</param>
/// <param name="RetryAfter">What the receiver asked for.</param>
public sealed record SendResult(SendOutcome Outcome, int? Status = null, string? Reason = null, TimeSpan? RetryAfter = null);

/// <summary>What follows from a try.</summary>
public enum SendOutcome
{
    /// <summary>Answered 2xx.</summary>
    Delivered,

    /// <summary>Another answer, or none: to be tried again.</summary>
    Failed,

    /// <summary>Answered 410: there is nobody any more.</summary>
    Gone,
}

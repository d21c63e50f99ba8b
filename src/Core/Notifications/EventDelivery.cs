namespace Magpie.Notifications;

/// <summary>
/// Sent before a commit: this asset is about to be settled. When it is read, the asset's row says whether it was.
/// </summary>
/// <param name="At">When the commit was about to be made.</param>
/// <param name="Looks">How often the row was read in vain.</param>
public sealed record Announcement(string Account, string AssetId, DateTimeOffset At, int Looks);

/// <summary>One event on its way to one webhook. What is told of the asset is read when it is sent.</summary>
public sealed record EventDelivery
{
    public required string Account { get; init; }

    public required string WebhookId { get; init; }

    /// <summary>The same for every webhook and every try.</summary>
    public required string EventId { get; init; }

    /// <summary><c>asset.ready</c> and its like, or <see cref="WebhookEvents.TestType"/>.</summary>
    public required string Type { get; init; }

    /// <summary>Null for a test.</summary>
    public string? AssetId { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Of the try that comes next: 1, 2, …</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>Null before the first try.</summary>
    public DateTimeOffset? FirstTriedAt { get; init; }

    /// <summary>How often the try that comes next was put off because the receiver was busy with others.</summary>
    public int Deferrals { get; init; }
}

/// <summary>A delivery that was tried for as long as it is tried, kept until it is retried or a month has gone.</summary>
/// <param name="Reason">What the last try came to.</param>
public sealed record ParkedDelivery(EventDelivery Delivery, string Reason, DateTimeOffset ParkedAt);

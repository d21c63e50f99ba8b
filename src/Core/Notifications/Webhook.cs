namespace Magpie.Notifications;

/// <summary>An address of an account that is told when assets are settled.</summary>
public sealed record Webhook
{
    public required string Account { get; init; }

    /// <summary>32 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>Absolute, http or https.</summary>
    public required string Url { get; init; }

    /// <summary>Names of <see cref="WebhookEvents"/>, at least one.</summary>
    public required IReadOnlyList<string> Events { get; init; }

    /// <summary>Signs what is sent, so it is stored as it is; never logged, and shown once.</summary>
    public required string Secret { get; init; }

    /// <summary>Scheme and host by which the owner knows this service: paths in what is sent become addresses there.</summary>
    public required string Origin { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its receiver answered 410 Gone; null while it is told.</summary>
    public DateTimeOffset? DisabledAt { get; init; }

    /// <summary>Without the secret.</summary>
    public override string ToString() => Id;
}

using System.Buffers.Text;
using System.Security.Cryptography;
using Magpie.Assets;
using Magpie.Fetching;

namespace Magpie.Notifications;

/// <summary>Adds, lists, tries and removes an account's webhooks, and retries what was parked.</summary>
public sealed class WebhookService(
    IWebhookStore webhooks,
    WebhookCache cache,
    IParkedDeliveries parked,
    INotificationQueue queue,
    IEventSender sender,
    FetchAllowance allowance,
    NotificationOptions options,
    TimeProvider time)
{
    /// <summary>Parked deliveries that one call lists or retries.</summary>
    public const int PageSize = 200;

    /// <summary>Tells a person, and a scanner for leaked secrets, what was found.</summary>
    public const string SecretPrefix = "whsec_";

    private const int SecretBytes = 32;

    /// <summary>Adds a webhook, unless something is wrong with what is asked.</summary>
    /// <param name="events">Names of <see cref="WebhookEvents"/>; null or none: all.</param>
    /// <param name="origin">See <see cref="Webhook.Origin"/>.</param>
    public async Task<WebhookResult> AddAsync(
        string account, string? url, IReadOnlyList<string?>? events, string origin, CancellationToken cancellationToken)
    {
        var (target, problem) = FetchUrl.Parse(url, allowance);
        if (target is null)
        {
            return new WebhookResult.Refused("invalid-url", problem!);
        }

        if (events?.Any(name => !WebhookEvents.IsKnown(name)) == true)
        {
            return new WebhookResult.Refused("unknown-event", $"Events are {string.Join(", ", WebhookEvents.All)}; one of those named is none of them.");
        }

        if ((await webhooks.ListAsync(account, cancellationToken)).Count >= options.MaxWebhooks)
        {
            return new WebhookResult.TooMany(options.MaxWebhooks);
        }

        var webhook = new Webhook
        {
            Account = account,
            Id = AssetId.New(time),
            Url = target.AbsoluteUri,
            Events = events is { Count: > 0 } ? [.. WebhookEvents.All.Where(events.Contains)] : WebhookEvents.All,
            Secret = SecretPrefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes)),
            Origin = origin,
            CreatedAt = time.GetUtcNow(),
        };
        await webhooks.AddAsync(webhook, cancellationToken);
        cache.Forget(account);
        return new WebhookResult.Added(webhook);
    }

    public Task<IReadOnlyList<Webhook>> ListAsync(string account, CancellationToken cancellationToken) =>
        webhooks.ListAsync(account, cancellationToken);

    /// <summary>Removes a webhook with what is parked for it; what is under way to it is dropped. False when there was none.</summary>
    public async Task<bool> RemoveAsync(string account, string id, CancellationToken cancellationToken)
    {
        if (await FindAsync(account, id, cancellationToken) is null)
        {
            return false;
        }

        await webhooks.RemoveAsync(account, id, cancellationToken);
        cache.Forget(account);
        foreach (var delivery in await parked.ListAsync(account, id, PageSize, cancellationToken))
        {
            // More than a page is left to the timer.
            await parked.RemoveAsync(delivery.Delivery, cancellationToken);
        }

        return true;
    }

    /// <summary>Sends one event of type <c>webhook.test</c>, now and once; null when there is no such webhook.</summary>
    public async Task<SendResult?> TestAsync(string account, string id, CancellationToken cancellationToken)
    {
        if (await FindAsync(account, id, cancellationToken) is not { } webhook)
        {
            return null;
        }

        var delivery = new EventDelivery
        {
            Account = account,
            WebhookId = id,
            EventId = "evt_" + AssetId.New(time),
            Type = WebhookEvents.TestType,
            CreatedAt = time.GetUtcNow(),
        };
        return await sender.SendAsync(webhook, delivery, null, cancellationToken);
    }

    /// <summary>At most a page of what was given up.</summary>
    public Task<IReadOnlyList<ParkedDelivery>> ParkedAsync(string account, CancellationToken cancellationToken) =>
        parked.ListAsync(account, null, PageSize, cancellationToken);

    /// <summary>Begins anew with what is parked for a webhook, at most a page of it.</summary>
    public async Task<RetryResult> RetryAsync(string account, string id, CancellationToken cancellationToken)
    {
        if (await FindAsync(account, id, cancellationToken) is not { } webhook)
        {
            return new RetryResult.NotFound();
        }

        if (webhook.DisabledAt is not null)
        {
            return new RetryResult.Disabled();
        }

        var page = await parked.ListAsync(account, id, PageSize, cancellationToken);
        foreach (var (delivery, _, _) in page)
        {
            // Queued before it is taken away: between the two it may be told twice, never not at all.
            await queue.DeliverAsync(delivery with { Attempt = 1, FirstTriedAt = null, Deferrals = 0 }, TimeSpan.Zero, cancellationToken);
            await parked.RemoveAsync(delivery, cancellationToken);
        }

        return new RetryResult.Queued(page.Count, page.Count == PageSize);
    }

    private async Task<Webhook?> FindAsync(string account, string id, CancellationToken cancellationToken) =>
        AssetId.IsValid(id) ? await webhooks.FindAsync(account, id, cancellationToken) : null;
}

/// <summary>What became of a webhook that was to be added.</summary>
public abstract record WebhookResult
{
    /// <summary>It is there; the only time that its secret is shown.</summary>
    public sealed record Added(Webhook Webhook) : WebhookResult;

    /// <summary>A code and a sentence that says what to change.</summary>
    public sealed record Refused(string Code, string Message) : WebhookResult;

    /// <summary>The account has as many as it may.</summary>
    public sealed record TooMany(int Limit) : WebhookResult;
}

/// <summary>What became of parked deliveries that were to be retried.</summary>
public abstract record RetryResult
{
    /// <summary>So many begin anew.</summary>
    /// <param name="MayBeMore">There may be more than one call takes: call again.</param>
    public sealed record Queued(int Count, bool MayBeMore) : RetryResult;

    /// <summary>The account has no such webhook.</summary>
    public sealed record NotFound : RetryResult;

    /// <summary>Its receiver answered 410.</summary>
    public sealed record Disabled : RetryResult;
}

using Magpie.Assets;
using Microsoft.Extensions.Logging;

namespace Magpie.Notifications;

/// <summary>Makes of an announcement the deliveries that follow from it, if the asset was settled.</summary>
public sealed partial class EventDispatcher(
    ICatalogue catalogue, IWebhookStore webhooks, INotificationQueue queue, ILogger<EventDispatcher> logger)
{
    /// <summary>Between the announcement and the first look: a commit takes some 20 ms.</summary>
    public static readonly TimeSpan FirstLook = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>
    /// 17 looks take 12 minutes: longer than a function may run (host.json), so what announced the commit has ended by then. A later try
    /// announces anew.
    /// </summary>
    private const int MaxLooks = 17;

    public async Task DispatchAsync(Announcement announcement, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(announcement);
        var read = await catalogue.FindAsync(announcement.Account, announcement.AssetId, cancellationToken);
        if (read?.Asset is { State: AssetState.Reserved or AssetState.Received or AssetState.Expired })
        {
            await LookAgainAsync(announcement, cancellationToken);
        }
        else if (read?.Asset is { } asset && WebhookEvents.NameOf(asset.State) is { } name)
        {
            await TellAsync(asset, name, announcement.At, cancellationToken);
        }
    }

    private async Task LookAgainAsync(Announcement announcement, CancellationToken cancellationToken)
    {
        var looks = announcement.Looks + 1;
        if (looks >= MaxLooks)
        {
            Log.NotCommitted(logger, announcement.AssetId, announcement.Account);
            return;
        }

        var pause = FirstLook * Math.Pow(2, looks);
        await queue.AnnounceAsync(announcement with { Looks = looks }, pause < LongestPause ? pause : LongestPause, cancellationToken);
    }

    private async Task TellAsync(Asset asset, string name, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var told = 0;
        foreach (var webhook in await webhooks.ListAsync(asset.Account, cancellationToken))
        {
            if (webhook.DisabledAt is null && webhook.Events.Contains(name))
            {
                var delivery = new EventDelivery
                {
                    Account = asset.Account,
                    WebhookId = webhook.Id,
                    EventId = WebhookEvents.IdOf(asset, name),
                    Type = WebhookEvents.TypeOf(name),
                    AssetId = asset.Id,
                    CreatedAt = asset.State == AssetState.Ready ? asset.ReadyAt ?? at : at,
                };
                await queue.DeliverAsync(delivery, TimeSpan.Zero, cancellationToken);
                told++;
            }
        }

        Log.Dispatched(logger, name, asset.Id, asset.Account, told);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Event {Event} of asset {AssetId} of {Account} goes to {Webhooks} webhooks")]
        public static partial void Dispatched(ILogger logger, string @event, string assetId, string account, int webhooks);

        [LoggerMessage(2, LogLevel.Information, "The commit that was announced of asset {AssetId} of {Account} was not made; there is nothing to tell")]
        public static partial void NotCommitted(ILogger logger, string assetId, string account);
    }
}

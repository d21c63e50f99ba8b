using Magpie.Assets;

namespace Magpie.Notifications;

/// <summary>Queues an announcement when the account has a webhook that wants it.</summary>
public sealed class AssetEvents(WebhookCache webhooks, INotificationQueue queue, TimeProvider time) : IAssetEvents
{
    public async Task AnnounceAsync(Asset settled, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settled);
        if (WebhookEvents.NameOf(settled.State) is { } name && await webhooks.IsWantedAsync(settled.Account, name, cancellationToken))
        {
            await queue.AnnounceAsync(
                new Announcement(settled.Account, settled.Id, time.GetUtcNow(), 0), EventDispatcher.FirstLook, cancellationToken);
        }
    }
}

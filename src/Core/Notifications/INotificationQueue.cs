namespace Magpie.Notifications;

/// <summary>Keeps what is still to be told; each message comes up at least once, not before its delay.</summary>
public interface INotificationQueue
{
    Task AnnounceAsync(Announcement announcement, TimeSpan delay, CancellationToken cancellationToken);

    Task DeliverAsync(EventDelivery delivery, TimeSpan delay, CancellationToken cancellationToken);
}

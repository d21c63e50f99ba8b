namespace Magpie.Notifications;

/// <summary>Deliveries that were given up, until somebody retries them or they are too old.</summary>
public interface IParkedDeliveries
{
    /// <summary>Keeps it; the same delivery again replaces itself.</summary>
    Task ParkAsync(ParkedDelivery parked, CancellationToken cancellationToken);

    /// <summary>By webhook and event; at most <paramref name="limit"/>.</summary>
    /// <param name="webhookId">Null for all of the account.</param>
    Task<IReadOnlyList<ParkedDelivery>> ListAsync(string account, string? webhookId, int limit, CancellationToken cancellationToken);

    /// <summary>No error when it is gone.</summary>
    Task RemoveAsync(EventDelivery delivery, CancellationToken cancellationToken);

    /// <summary>Removes what was parked before; answers how many.</summary>
    Task<int> RemoveBeforeAsync(DateTimeOffset limit, CancellationToken cancellationToken);
}

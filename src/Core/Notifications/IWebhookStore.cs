namespace Magpie.Notifications;

/// <summary>The webhooks of every account.</summary>
public interface IWebhookStore
{
    Task AddAsync(Webhook webhook, CancellationToken cancellationToken);

    /// <summary>Null when the account has none of this id.</summary>
    Task<Webhook?> FindAsync(string account, string id, CancellationToken cancellationToken);

    /// <summary>Oldest first.</summary>
    Task<IReadOnlyList<Webhook>> ListAsync(string account, CancellationToken cancellationToken);

    /// <summary>No error when it is gone.</summary>
    Task RemoveAsync(string account, string id, CancellationToken cancellationToken);

    /// <summary>From now on it is not told; no error when it is gone.</summary>
    Task DisableAsync(string account, string id, DateTimeOffset at, CancellationToken cancellationToken);
}

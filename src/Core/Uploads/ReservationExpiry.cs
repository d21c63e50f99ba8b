using Magpie.Accounts;
using Magpie.Assets;
using Magpie.Ingest;
using Microsoft.Extensions.Logging;

namespace Magpie.Uploads;

/// <summary>
/// Ends what has waited too long: a place nobody used expires, with whatever was staged for it; bytes that did arrive and were not worked
/// on, because an event was lost, are worked on now. May run any number of times, also at once.
/// </summary>
public sealed partial class ReservationExpiry(
    ICredentialStore accounts,
    IOverdueAssets overdue,
    ICatalogue catalogue,
    IIncoming incoming,
    Ingestor ingestor,
    UploadOptions options,
    TimeProvider time,
    ILogger<ReservationExpiry> logger)
{
    /// <summary>Looks at every account once.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - options.ReservationLifetime;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var credential in accounts.ListAsync(null, cancellationToken))
        {
            if (seen.Add(credential.Account))
            {
                await RunAsync(credential.Account, before, cancellationToken);
            }
        }
    }

    private async Task RunAsync(string account, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var isDone = true;
        var expired = 0;
        await foreach (var stored in overdue.ReadAsync(account, before, cancellationToken))
        {
            try
            {
                expired += await EndAsync(stored, cancellationToken) ? 1 : 0;
            }
            catch (IngestException)
            {
                // The reason is logged and stands on the asset; the next run tries again.
                isDone = false;
            }
        }

        if (isDone)
        {
            await overdue.MarkAsync(account, before, cancellationToken);
        }

        if (expired > 0)
        {
            Log.Expired(logger, account, expired);
        }
    }

    /// <summary>Whether the asset expired.</summary>
    private async Task<bool> EndAsync(StoredAsset stored, CancellationToken cancellationToken)
    {
        var (account, id) = (stored.Asset.Account, stored.Asset.Id);
        if (await incoming.FindAsync(account, id, cancellationToken) is not null)
        {
            await ingestor.IngestAsync(account, id, cancellationToken);
            return false;
        }

        if (stored.Asset.State == AssetState.Received)
        {
            await ingestor.GiveUpAsync(account, id, cancellationToken);
            return false;
        }

        // Refused, somebody else has just moved it: then it is not overdue.
        var expired = await catalogue.TryReplaceAsync(stored, stored.Asset with { State = AssetState.Expired }, null, cancellationToken);
        if (expired is not null)
        {
            await incoming.DiscardAsync(account, id, cancellationToken);
        }

        return expired is not null;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Count} unused reservations of {Account} expired")]
        public static partial void Expired(ILogger logger, string account, int count);
    }
}

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
                await TryAsync(credential.Account, before, cancellationToken);
            }
        }
    }

    /// <summary>What fails for one account, or for a while, is made up by the next run; the other accounts have their turn.</summary>
    private async Task TryAsync(string account, DateTimeOffset before, CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(account, before, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Log.NotLookedAt(logger, exception, account);
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
            catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                Log.NotEnded(logger, exception, stored.Asset.Id, account);
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

        [LoggerMessage(2, LogLevel.Warning, "Unused reservations of {Account} could not be looked at; the next run does")]
        public static partial void NotLookedAt(ILogger logger, Exception exception, string account);

        [LoggerMessage(3, LogLevel.Warning, "Asset {AssetId} of {Account} is overdue and could not be ended; the next run tries again")]
        public static partial void NotEnded(ILogger logger, Exception exception, string assetId, string account);
    }
}

using System.Diagnostics;
using Magpie.Assets;
using Magpie.Delivery;
using Magpie.Duplicates;
using Magpie.Notifications;
using Magpie.Operations;
using Microsoft.Extensions.Logging;

namespace Magpie.Ingest;

/// <summary>
/// Takes an asset from the blob that arrived to <c>ready</c> or <c>rejected</c>. May be called any number of times for the same blob,
/// also at once: every step can run twice, and one commit wins.
/// </summary>
/// <param name="images">Looks at photos.</param>
/// <param name="videos">Looks at videos.</param>
public sealed partial class Ingestor(
    ICatalogue catalogue,
    IIncoming incoming,
    ImageExaminer images,
    VideoExaminer videos,
    DuplicateCheck duplicates,
    IDelivery delivery,
    IAssetEvents events,
    TimeProvider time,
    ILogger<Ingestor> logger)
{
    /// <summary>Times that an asset is read again because it changed between reading and writing it.</summary>
    private const int Attempts = 10;

    private readonly Turns _turns = new();
    private readonly Claims _claims = new(catalogue, incoming, delivery, time, logger);

    /// <summary>Works on the blob that arrived for an asset.</summary>
    /// <exception cref="IngestException">A try failed for a reason that is ours; the same call later may work.</exception>
    public async Task<IngestOutcome> IngestAsync(string account, string id, CancellationToken cancellationToken)
    {
        // A trigger that fires again during a long delivery finds the asset settled after its wait, instead of sending the file twice.
        using var turn = await _turns.TakeAsync((account, id), cancellationToken);
        var claimed = await _claims.ClaimAsync(account, id, cancellationToken);
        return claimed.Stored is { } stored
            ? await TryAsync(
                stored,
                async () =>
                {
                    if (await incoming.FindAsync(account, id, cancellationToken) is not { } file)
                    {
                        return await _claims.WithoutBlobAsync(account, id, cancellationToken);
                    }

                    var outcome = await SettleAsync(stored, file, cancellationToken);
                    await incoming.DeleteAsync(account, id, cancellationToken);
                    return outcome;
                },
                cancellationToken)
            : claimed.Outcome;
    }

    /// <summary>Works on a file that did not come by way of a blob, for an asset that is <c>received</c> since now.</summary>
    /// <exception cref="IngestException">A try failed for a reason that is ours; the same call later may work.</exception>
    public async Task<IngestOutcome> IngestAsync(StoredAsset received, IArrivedFile file, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(received);
        using var turn = await _turns.TakeAsync((received.Asset.Account, received.Asset.Id), cancellationToken);
        return await TryAsync(received, () => SettleAsync(received, file, cancellationToken), cancellationToken);
    }

    /// <summary>Works once more on an asset that failed and whose bytes are still there; on any other as <see cref="IngestAsync(string, string, CancellationToken)"/> does.</summary>
    /// <exception cref="IngestException">A try failed for a reason that is ours; the same call later may work.</exception>
    public async Task<IngestOutcome> RetryAsync(string account, string id, CancellationToken cancellationToken)
    {
        await _claims.ReopenAsync(account, id, cancellationToken);
        return await IngestAsync(account, id, cancellationToken);
    }

    /// <summary>Sets an asset to <c>failed</c> after the last try, with the last error; a settled one stays so, and what was to follow is made up for.</summary>
    public async Task GiveUpAsync(string account, string id, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var read = await catalogue.FindAsync(account, id, cancellationToken);
            if (read is null || read.Asset.State.IsSettled())
            {
                // The last try may have ended the process behind its commit, and nobody else comes to write the lists and to remove the bytes.
                await _claims.ClaimAsync(account, id, cancellationToken);
                return;
            }

            // Of what expired, only what came after all.
            if (!read.Asset.State.MayBecome(AssetState.Failed)
                || (read.Asset.State == AssetState.Expired && !await _claims.HasBytesAsync(account, id, cancellationToken)))
            {
                return;
            }

            var failed = read.Asset with
            {
                State = AssetState.Failed,
                Error = read.Asset.Error ?? new AssetError("processing-failed", "The upload could not be processed after several tries."),
            };
            await events.AnnounceAsync(failed, cancellationToken);
            if (await catalogue.TryReplaceAsync(read, failed, null, cancellationToken) is not null)
            {
                Log.Failed(logger, id, account, failed.Error.Code);
                return;
            }
        }

        throw new IngestException($"Asset {id} kept changing while it was to be set to failed.");
    }

    private async Task<IngestOutcome> TryAsync(StoredAsset stored, Func<Task<IngestOutcome>> work, CancellationToken cancellationToken)
    {
        using var span = Telemetry.StartIngest(stored.Asset.Id, stored.Asset.Type == MediaType.Video ? "video" : "image");
        var started = time.GetTimestamp();
        var (account, id) = (stored.Asset.Account, stored.Asset.Id);
        try
        {
            var outcome = await work();
            span?.SetTag("magpie.outcome", outcome.ToString());
            Log.Settled(logger, id, account, outcome, (long)time.GetElapsedTime(started).TotalMilliseconds);
            return outcome;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            span?.SetStatus(ActivityStatusCode.Error);
            Telemetry.Retried(RetriedWork.Ingest);
            await RecordAsync(account, id, exception, cancellationToken);
            throw exception as IngestException ?? new IngestException("The upload could not be processed this time.", exception);
        }
    }

    private async Task<IngestOutcome> SettleAsync(StoredAsset stored, IArrivedFile file, CancellationToken cancellationToken)
    {
        var examination = stored.Asset.Type == MediaType.Video
            ? await videos.ExamineAsync(stored.Asset, file, cancellationToken)
            : await images.ExamineAsync(stored.Asset, file, cancellationToken);
        return examination switch
        {
            Accepted accepted => await AcceptAsync(stored, file, accepted, cancellationToken),
            Refused refused => await RejectAsync(stored, refused.Error, null, cancellationToken),
            _ => throw new InvalidOperationException("An examination ends accepted or refused."),
        };
    }

    private async Task<IngestOutcome> AcceptAsync(
        StoredAsset stored, IArrivedFile file, Accepted accepted, CancellationToken cancellationToken)
    {
        var (asset, refusal) = await CompareAsync(accepted.Asset, cancellationToken);
        return refusal is null
            ? await DeliverAsync(stored, file, accepted with { Asset = asset }, cancellationToken)
            : await RejectAsync(stored, refusal, asset.DuplicateOf, cancellationToken);
    }

    private async Task<(Asset Asset, AssetError? Refusal)> CompareAsync(Asset asset, CancellationToken cancellationToken)
    {
        using var step = IngestStep.Begin(IngestStep.Duplicates);
        return await duplicates.CheckAsync(asset, cancellationToken);
    }

    private async Task<IngestOutcome> DeliverAsync(
        StoredAsset stored, IArrivedFile file, Accepted accepted, CancellationToken cancellationToken)
    {
        var asset = accepted.Asset;
        var request = new DeliveryRequest
        {
            AssetId = asset.Id,
            Account = asset.Account,
            Type = asset.Type,
            ContentType = asset.ContentType,
            Name = asset.Name,
            Title = asset.Title,
            Tags = asset.Tags,
            Original = file,
            Renditions = accepted.Renditions,
        };
        DeliveryResult result;
        using (IngestStep.Begin(IngestStep.Deliver))
        {
            result = await delivery.DeliverAsync(request, cancellationToken);
        }

        if (result is not Delivered delivered)
        {
            throw new IngestException(((DeliveryFailed)result).Error);
        }

        var ready = asset with
        {
            State = AssetState.Ready,
            PublicId = delivered.PublicId,
            Urls = delivered.Urls,
            Delivery = delivery.Name,
            ReadyAt = time.GetUtcNow(),
            Error = null,
        };
        return await CommitAsync(stored, ready, accepted.Embedding, IngestOutcome.Ready, cancellationToken);
    }

    private Task<IngestOutcome> RejectAsync(StoredAsset stored, AssetError error, string? duplicateOf, CancellationToken cancellationToken)
    {
        var rejected = stored.Asset with { State = AssetState.Rejected, Error = error, DuplicateOf = duplicateOf };
        return CommitAsync(stored, rejected, null, IngestOutcome.Rejected, cancellationToken);
    }

    /// <summary>
    /// Commits under the ETag of the claim. Refused, somebody else was here: a repeat that is already settled ends the matter, anything
    /// else (a title changed, an error recorded) is merged by doing the work again on what stands there now.
    /// </summary>
    private async Task<IngestOutcome> CommitAsync(
        StoredAsset stored, Asset next, AssetEmbedding? embedding, IngestOutcome outcome, CancellationToken cancellationToken)
    {
        using var step = IngestStep.Begin(IngestStep.Commit);
        await events.AnnounceAsync(next, cancellationToken);
        if (await catalogue.TryReplaceAsync(stored, next, embedding, cancellationToken) is not null)
        {
            return outcome;
        }

        var current = await catalogue.FindAsync(next.Account, next.Id, cancellationToken);
        if (current is null or { Asset.State: AssetState.Deleted })
        {
            // Deleted while it was worked on: what was written and delivered meanwhile goes too, or the next try sees to it.
            await duplicates.ForgetAsync(next, cancellationToken);
            return await delivery.DeleteAsync(next.Id, next.Type, cancellationToken) is { } error
                ? throw new IngestException(error)
                : IngestOutcome.AlreadySettled;
        }

        if (!current.Asset.State.IsSettled() || current.Asset.State == AssetState.Failed)
        {
            // Given up meanwhile, by late word of earlier tries: what is tried again by request opens it once more and ends it well.
            throw new IngestException("The asset changed while it was processed.");
        }

        if (current.Asset.State == AssetState.Ready)
        {
            // Our own commit whose answer was lost, or that of an instance that may have ended right after it: the index may be missing.
            await catalogue.ReindexAsync(current, [], cancellationToken);
        }

        return IngestOutcome.AlreadySettled;
    }

    /// <summary>Leaves the reason of a failed try on the asset, where the person who waits sees it; a try to do so is enough.</summary>
    private async Task RecordAsync(string account, string id, Exception exception, CancellationToken cancellationToken)
    {
        var error = exception is IngestException { Error: { } reason }
            ? new AssetError(reason.Code, reason.Message)
            : new AssetError("processing-failed", "The upload could not be processed this time; it is tried again.");
        Log.TryFailed(logger, exception, id, account, error.Code);
        try
        {
            if (await catalogue.FindAsync(account, id, cancellationToken) is { Asset.State: AssetState.Received } read)
            {
                await catalogue.TryReplaceAsync(read, read.Asset with { Error = error }, null, cancellationToken);
            }
        }
        catch (Exception second) when (second is not OperationCanceledException)
        {
            Log.NotRecorded(logger, second, id, account);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Asset {AssetId} of {Account} is settled: {Outcome} after {Milliseconds} ms")]
        public static partial void Settled(ILogger logger, string assetId, string account, IngestOutcome outcome, long milliseconds);

        [LoggerMessage(4, LogLevel.Warning, "A try to process asset {AssetId} of {Account} failed: {Code}")]
        public static partial void TryFailed(ILogger logger, Exception exception, string assetId, string account, string code);

        [LoggerMessage(5, LogLevel.Warning, "The error of asset {AssetId} of {Account} could not be recorded")]
        public static partial void NotRecorded(ILogger logger, Exception exception, string assetId, string account);

        [LoggerMessage(6, LogLevel.Error, "Asset {AssetId} of {Account} failed after the last try: {Code}")]
        public static partial void Failed(ILogger logger, string assetId, string account, string code);
    }
}

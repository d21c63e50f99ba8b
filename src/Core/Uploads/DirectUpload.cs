using Magpie.Accounts;
using Magpie.Assets;
using Magpie.Ingest;
using Microsoft.Extensions.Logging;

namespace Magpie.Uploads;

/// <summary>
/// Takes a file that came with the request itself: the work is done before the answer, by the same steps as for a blob, and the asset is
/// like any other. A message is kept in the future while the work runs; when the process ends half-way, it comes up and ends the asset.
/// </summary>
public sealed partial class DirectUpload(
    ICatalogue catalogue, IAssetFollowUps followUps, Ingestor ingestor, UploadRules rules, TimeProvider time, ILogger<DirectUpload> logger)
{
    /// <summary>How often the message is put off; a third of the time it is put off for.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);

    /// <summary>Files the upload under a new asset and answers what became of it.</summary>
    /// <param name="description">What the client says of the file.</param>
    /// <param name="file">All of it; the caller keeps it until this is over.</param>
    public Task<DirectUploadResult> AcceptAsync(Caller caller, UploadFile description, IArrivedFile file, CancellationToken cancellationToken) =>
        AcceptAsync(caller, description, file, AssetId.New(time), cancellationToken);

    /// <inheritdoc cref="AcceptAsync(Caller, UploadFile, IArrivedFile, CancellationToken)"/>
    /// <param name="id">Of the new asset; nobody else's.</param>
    public async Task<DirectUploadResult> AcceptAsync(
        Caller caller, UploadFile description, IArrivedFile file, string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(description);
        if (rules.Check([description]) is { Count: > 0 } errors)
        {
            return new DirectUploadResult.Refused(errors);
        }

        var now = time.GetUtcNow();
        var asset = NewAsset.Describe(caller, description, id, now) with { State = AssetState.Received, ReceivedAt = now };
        var followUp = new FollowUp(asset.Account, asset.Id, []) { EndsInterrupted = true };
        var scheduled = await followUps.ScheduleAsync(followUp, cancellationToken);
        using var over = new CancellationTokenSource();
        var beating = BeatAsync(scheduled, over.Token);
        Asset? settled = null;
        try
        {
            await catalogue.ReserveAsync([asset], cancellationToken);
            settled = await WorkAsync(asset, file, cancellationToken);
            return new DirectUploadResult.Settled(settled);
        }
        finally
        {
            await over.CancelAsync();
            scheduled = await beating;
            if (settled?.State.IsSettled() == true)
            {
                await followUps.CancelAsync(scheduled, CancellationToken.None);
            }

            // Otherwise storage failed in between: the message comes up, and ends what is still open. Where nothing was written it finds nothing.
        }
    }

    private async Task<Asset> WorkAsync(Asset asset, IArrivedFile file, CancellationToken cancellationToken)
    {
        try
        {
            if (await catalogue.FindAsync(asset.Account, asset.Id, cancellationToken) is { } received)
            {
                await ingestor.IngestAsync(received, file, cancellationToken);
            }
        }
        catch (IngestException)
        {
            // Logged, and the reason stands on the asset. Nobody comes back with these bytes but the client.
            await ingestor.GiveUpAsync(asset.Account, asset.Id, CancellationToken.None);
        }
        catch (OperationCanceledException)
        {
            await ingestor.GiveUpAsync(asset.Account, asset.Id, CancellationToken.None);
            throw;
        }

        return (await catalogue.FindAsync(asset.Account, asset.Id, CancellationToken.None))?.Asset ?? asset;
    }

    /// <summary>Puts the message off until it is over; answers what cancels it then.</summary>
    private async Task<object> BeatAsync(object scheduled, CancellationToken over)
    {
        while (true)
        {
            try
            {
                await Task.Delay(Heartbeat, time, over);
                scheduled = await followUps.PostponeAsync(scheduled, over);
            }
            catch (OperationCanceledException) when (over.IsCancellationRequested)
            {
                return scheduled;
            }
#pragma warning disable CA1031 // A beat that is missed is made up by the next; what storage says to the work itself counts.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                Log.BeatMissed(logger, exception.GetType().Name);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A running upload could not put off its follow-up: {Reason}")]
        public static partial void BeatMissed(ILogger logger, string reason);
    }
}

/// <summary>What became of a file that came with a request.</summary>
public abstract record DirectUploadResult
{
    private DirectUploadResult()
    {
    }

    /// <summary>A rule does not hold; nothing was recorded.</summary>
    public sealed record Refused(IReadOnlyList<UploadError> Errors) : DirectUploadResult;

    /// <summary>The asset at its end: ready, rejected or failed, or deleted by somebody meanwhile.</summary>
    public sealed record Settled(Asset Asset) : DirectUploadResult;
}

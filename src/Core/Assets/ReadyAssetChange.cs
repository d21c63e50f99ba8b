using Microsoft.Extensions.Logging;

namespace Magpie.Assets;

/// <summary>
/// Commits a change of a ready asset, with all that follows from it: the index, the delivered copy. What does not work at once is done a
/// little later by <see cref="AssetFollowUp"/>, also when the process ends half-way.
/// </summary>
public sealed partial class ReadyAssetChange(
    ICatalogue catalogue, IAssetFollowUps followUps, AssetFollowUp followUp, TimeProvider time, ILogger<ReadyAssetChange> logger)
{
    /// <summary>After this long nobody who made the asset ready still writes its index.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(1);

    /// <summary>Null when somebody else changed it since it was read: read again and decide again.</summary>
    /// <param name="embedding">In the place of the one that is stored; null leaves it.</param>
    public async Task<StoredAsset?> TryAsync(StoredAsset read, Asset next, AssetEmbedding? embedding, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(read);
        var asset = read.Asset;
        var scheduled = await followUps.ScheduleAsync(new FollowUp(asset.Account, asset.Id, asset.Tags), cancellationToken);
        var stored = await catalogue.TryReplaceAsync(read, next, embedding, cancellationToken);
        if (stored is null || await IsDoneAsync(stored, cancellationToken))
        {
            await followUps.CancelAsync(scheduled, cancellationToken);
        }

        return stored;
    }

    /// <summary>Whether nothing is left to follow up: the copy agrees, and nobody else was writing the index meanwhile.</summary>
    private async Task<bool> IsDoneAsync(StoredAsset stored, CancellationToken cancellationToken)
    {
        if (await followUp.PushAsync(stored.Asset, cancellationToken) is { } error)
        {
            Log.NotPushed(logger, stored.Asset.Id, stored.Asset.Account, error.Code);
            return false;
        }

        return time.GetUtcNow() - stored.Asset.ReadyAt > Settled
            && (await catalogue.FindAsync(stored.Asset.Account, stored.Asset.Id, cancellationToken))?.ETag == stored.ETag;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The change of asset {AssetId} of {Account} is not at the delivery service yet: {Code}")]
        public static partial void NotPushed(ILogger logger, string assetId, string account, string code);
    }
}

using Magpie.Accounts;
using Magpie.Duplicates;
using Magpie.Inputs;
using Microsoft.Extensions.Logging;

namespace Magpie.Assets;

/// <summary>Deletes an asset with everything that came of it.</summary>
public sealed partial class AssetRemoval(
    ICatalogue catalogue, IAssetFollowUps followUps, AssetFollowUp followUp, DuplicateCheck duplicates, InputTraces inputs, ILogger<AssetRemoval> logger)
{
    /// <summary>Times the asset is read again because somebody else changed it.</summary>
    private const int Attempts = 20;

    /// <summary>Deletes it; also when it is gone already, or never was. What an earlier deletion could not remove is removed now.</summary>
    public async Task<RemovalResult> RemoveAsync(Caller caller, string id, Func<StoredAsset, bool> isExpected, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(isExpected);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var read = await catalogue.FindAsync(caller.Account, id, cancellationToken);
            if (read is null || !caller.MaySee(read.Asset))
            {
                return RemovalResult.Gone;
            }

            if (read.Asset.State == AssetState.Deleted)
            {
                await RepeatAsync(read.Asset, cancellationToken);
                return RemovalResult.Gone;
            }

            if (!isExpected(read))
            {
                return RemovalResult.Changed;
            }

            var scheduled = await followUps.ScheduleAsync(new FollowUp(caller.Account, id, read.Asset.Tags), cancellationToken);
            var deleted = await catalogue.TryReplaceAsync(read, Emptied(read.Asset), null, cancellationToken);
            if (deleted is null || (await IsDoneAsync(deleted.Asset, cancellationToken) && !MayStillBeWrittenTo(read.Asset)))
            {
                await followUps.CancelAsync(scheduled, cancellationToken);
            }

            if (deleted is not null)
            {
                await duplicates.ForgetAsync(read.Asset, cancellationToken);
                await inputs.ForgetAsync(read.Asset, cancellationToken);
                return RemovalResult.Gone;
            }
        }

        return RemovalResult.Changed;
    }

    private async Task RepeatAsync(Asset deleted, CancellationToken cancellationToken)
    {
        var scheduled = await followUps.ScheduleAsync(new FollowUp(deleted.Account, deleted.Id, []), cancellationToken);
        if (await IsDoneAsync(deleted, cancellationToken))
        {
            await followUps.CancelAsync(scheduled, cancellationToken);
        }
    }

    private async Task<bool> IsDoneAsync(Asset deleted, CancellationToken cancellationToken)
    {
        var error = await followUp.RemoveAsync(deleted, cancellationToken);
        if (error is not null)
        {
            Log.NotRemoved(logger, deleted.Id, deleted.Account, error.Code);
        }

        return error is null;
    }

    /// <summary>Whoever works on it just now may deliver or index it once more: the follow-up looks again.</summary>
    private static bool MayStillBeWrittenTo(Asset asset) => asset.State is not (AssetState.Rejected or AssetState.Failed or AssetState.Expired);

    /// <summary>The row that keeps the id from being used again, without what a person said or the file showed.</summary>
    private static Asset Emptied(Asset asset) => new()
    {
        Id = asset.Id,
        Account = asset.Account,
        UploadedBy = asset.UploadedBy,
        State = AssetState.Deleted,
        Type = asset.Type,
        Name = string.Empty,
        ContentType = asset.ContentType,
        Bytes = asset.Bytes,
        CreatedAt = asset.CreatedAt,
    };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Asset {AssetId} of {Account} is deleted, but its delivered copy is not gone yet: {Code}")]
        public static partial void NotRemoved(ILogger logger, string assetId, string account, string code);
    }
}

/// <summary>What became of a deletion.</summary>
public enum RemovalResult
{
    /// <summary>There is no such asset any more.</summary>
    Gone,

    /// <summary>It is not the one the caller has seen.</summary>
    Changed,
}

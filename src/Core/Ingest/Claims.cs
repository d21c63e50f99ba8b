using Magpie.Assets;
using Magpie.Delivery;
using Microsoft.Extensions.Logging;

namespace Magpie.Ingest;

/// <summary>Decides whether there is work to do for a blob, and whose it is.</summary>
internal sealed partial class Claims(ICatalogue catalogue, IIncoming incoming, IDelivery delivery, TimeProvider time, ILogger logger)
{
    /// <summary>Times that an asset is read again because it changed between reading and writing it.</summary>
    private const int Attempts = 10;

    /// <summary>Takes an asset that failed back to <c>received</c>, if its bytes are still there.</summary>
    public async Task ReopenAsync(string account, string id, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (await catalogue.FindAsync(account, id, cancellationToken) is not { Asset.State: AssetState.Failed } read
                || await incoming.FindAsync(account, id, cancellationToken) is null)
            {
                return;
            }

            // Received anew: what becomes of it now is another event than that it failed.
            var received = read.Asset with { State = AssetState.Received, ReceivedAt = time.GetUtcNow(), Error = null };
            if (await catalogue.TryReplaceAsync(read, received, null, cancellationToken) is not null)
            {
                return;
            }
        }

        throw new IngestException($"Asset {id} kept changing while it was to be opened again.");
    }

    /// <summary>The asset to work on, in state <c>received</c>; or what there was to do instead.</summary>
    public async Task<(StoredAsset? Stored, IngestOutcome Outcome)> ClaimAsync(string account, string id, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var read = await catalogue.FindAsync(account, id, cancellationToken);
            if (read is null)
            {
                await incoming.DeleteAsync(account, id, cancellationToken);
                Log.Unreserved(logger, id, account);
                return (null, IngestOutcome.Unreserved);
            }

            if (read.Asset.State.IsSettled())
            {
                return (null, await CleanUpAsync(read, cancellationToken));
            }

            if (read.Asset.State == AssetState.Received)
            {
                return (read, default);
            }

            if (read.Asset.State == AssetState.Expired && !await HasBytesAsync(account, id, cancellationToken))
            {
                // Staged blocks are discarded by way of an empty blob, which is seen and gone again, unless the process ended right then.
                await incoming.DiscardAsync(account, id, cancellationToken);
                return (null, IngestOutcome.AlreadySettled);
            }

            var received = read.Asset with { State = AssetState.Received, ReceivedAt = time.GetUtcNow(), Error = null };
            if (await catalogue.TryReplaceAsync(read, received, null, cancellationToken) is { } stored)
            {
                return (stored, default);
            }
        }

        throw new IngestException($"Asset {id} kept changing while it was to be claimed.");
    }

    /// <summary>Whether something arrived: staged blocks are discarded by way of an empty blob, whose word may come at any time.</summary>
    public async Task<bool> HasBytesAsync(string account, string id, CancellationToken cancellationToken) =>
        await incoming.FindAsync(account, id, cancellationToken) is { Bytes: > 0 };

    /// <summary>What is left to do for an asset that was settled before: after a crash between the commit and the index, the index.</summary>
    private async Task<IngestOutcome> CleanUpAsync(StoredAsset read, CancellationToken cancellationToken)
    {
        var settled = read.Asset;
        if (settled.State == AssetState.Failed)
        {
            // Kept for a retry by the operator.
            return IngestOutcome.AlreadySettled;
        }

        if (settled.State == AssetState.Ready)
        {
            await catalogue.ReindexAsync(read, [], cancellationToken);
        }

        if (settled.State == AssetState.Deleted && await delivery.DeleteAsync(settled.Id, settled.Type, cancellationToken) is { } error)
        {
            throw new IngestException(error);
        }

        await incoming.DeleteAsync(settled.Account, settled.Id, cancellationToken);
        Log.AlreadySettled(logger, settled.Id, settled.Account, settled.State);
        return IngestOutcome.AlreadySettled;
    }

    /// <summary>Somebody else committed and cleaned up since the claim, or the bytes are really gone.</summary>
    public async Task<IngestOutcome> WithoutBlobAsync(string account, string id, CancellationToken cancellationToken)
    {
        var read = await catalogue.FindAsync(account, id, cancellationToken);
        return read is null || read.Asset.State.IsSettled()
            ? IngestOutcome.AlreadySettled
            : throw new IngestException("The uploaded bytes are not in storage any more.");
    }

    private static partial class Log
    {
        [LoggerMessage(2, LogLevel.Warning, "A blob that nobody reserved is deleted: asset {AssetId} of {Account}")]
        public static partial void Unreserved(ILogger logger, string assetId, string account);

        [LoggerMessage(3, LogLevel.Information, "Asset {AssetId} of {Account} was {State} already; what arrived since is deleted")]
        public static partial void AlreadySettled(ILogger logger, string assetId, string account, AssetState state);
    }
}

using Magpie.Delivery;
using Magpie.Ingest;
using Magpie.Notifications;

namespace Magpie.Assets;

/// <summary>Makes the index, the delivered copy and the blobs agree with what is committed. Harmless however often it runs.</summary>
public sealed class AssetFollowUp(ICatalogue catalogue, IDelivery delivery, IIncoming incoming, IAssetEvents events)
{
    /// <summary>Null when everything agrees; otherwise why the delivery service does not.</summary>
    public async Task<DeliveryError?> RunAsync(FollowUp followUp, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(followUp);
        if (await catalogue.FindAsync(followUp.Account, followUp.Id, cancellationToken) is not { } read)
        {
            return null;
        }

        var (asset, _) = await catalogue.ReindexAsync(read, followUp.FormerTags, cancellationToken);
        return asset.State switch
        {
            AssetState.Ready => await PushAsync(asset, cancellationToken),
            AssetState.Deleted => await RemoveAsync(asset, cancellationToken),
            AssetState.Received when followUp.EndsInterrupted => await EndAsync(asset, cancellationToken),
            _ => null,
        };
    }

    /// <summary>Brings title and tags to the delivered copy; null when that worked.</summary>
    public Task<DeliveryError?> PushAsync(Asset asset, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(asset);
        return delivery.UpdateAsync(new DeliveryUpdate(asset.Id, asset.Type, asset.Title, asset.Tags), cancellationToken);
    }

    /// <summary>Removes the delivered copy and what was uploaded; null when that worked.</summary>
    public async Task<DeliveryError?> RemoveAsync(Asset asset, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(asset);
        await incoming.DeleteAsync(asset.Account, asset.Id, cancellationToken);
        await incoming.DiscardAsync(asset.Account, asset.Id, cancellationToken);
        return await delivery.DeleteAsync(asset.Id, asset.Type, cancellationToken);
    }

    /// <summary>Removes what may have been delivered of it, and fails it: its bytes came with a request that is no more.</summary>
    private async Task<DeliveryError?> EndAsync(Asset asset, CancellationToken cancellationToken)
    {
        var error = await delivery.DeleteAsync(asset.Id, asset.Type, cancellationToken);
        if (error is null && await catalogue.FindAsync(asset.Account, asset.Id, cancellationToken) is { Asset.State: AssetState.Received } read)
        {
            var reason = new AssetError("interrupted", "The service ended while it worked on this upload. Send the file again.");
            var failed = read.Asset with { State = AssetState.Failed, Error = reason };
            await events.AnnounceAsync(failed, cancellationToken);
            await catalogue.TryReplaceAsync(read, failed, null, cancellationToken);
        }

        return error;
    }
}

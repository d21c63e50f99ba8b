using Azure;
using Magpie.Assets;
using Magpie.Delivery;

namespace Magpie.Functions.Delivery;

/// <summary>
/// Delivers from blob storage; <c>GET /media/{id}/{name}</c> serves it. Failures of storage are exceptions: nothing works without it.
/// </summary>
public sealed class BlobDelivery(MediaStore media) : IDelivery
{
    public string Name => "blob";

    /// <summary>None of its own: it works as long as storage does.</summary>
    public DeliveryError? Problem => null;

    public async Task<DeliveryResult> DeliverAsync(DeliveryRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        try
        {
            await Task.WhenAll(
                media.PutOriginalAsync(request.AssetId, request.Original, request.ContentType, cancellationToken),
                media.WriteAsync(request.AssetId, request.Renditions, cancellationToken));
        }
        catch (RequestFailedException exception)
            when (exception is { Status: 412 } or { Status: 404, ErrorCode: "BlobNotFound" or "CannotVerifyCopySource" })
        {
            return new DeliveryFailed(DeliveryErrors.OriginalGone);
        }

        return new Delivered(MediaNames.PublicId(request.AssetId), media.UrlsOf(request.AssetId, request.Renditions));
    }

    /// <summary>Nothing to do: a blob carries neither title nor tags.</summary>
    public Task<DeliveryError?> UpdateAsync(DeliveryUpdate update, CancellationToken cancellationToken) =>
        Task.FromResult<DeliveryError?>(null);

    public async Task<DeliveryError?> DeleteAsync(string assetId, MediaType type, CancellationToken cancellationToken)
    {
        await media.DeleteAsync(assetId, cancellationToken);
        return null;
    }
}

using Magpie.Assets;

namespace Magpie.Delivery;

/// <summary>
/// Where finished files are served from. Every call may be repeated without harm: an asset has one place, named after its id, and a
/// repeat overwrites it. What the service answers comes back as a value; only cancellation and bugs are exceptions.
/// </summary>
public interface IDelivery
{
    /// <summary>What an asset's <c>delivery</c> says: <c>cloudinary</c> or <c>blob</c>.</summary>
    string Name { get; }

    /// <summary>Why nothing is delivered at present, as far as the last calls tell; null when they went well.</summary>
    DeliveryError? Problem { get; }

    /// <summary>Brings the original and its renditions to their place. Returns after the adapter's own retries.</summary>
    Task<DeliveryResult> DeliverAsync(DeliveryRequest request, CancellationToken cancellationToken);

    /// <summary>Brings a changed title and changed tags to the service; null when that worked.</summary>
    Task<DeliveryError?> UpdateAsync(DeliveryUpdate update, CancellationToken cancellationToken);

    /// <summary>Removes the original and its renditions; null when they are gone, also when they never were there.</summary>
    Task<DeliveryError?> DeleteAsync(string assetId, MediaType type, CancellationToken cancellationToken);
}

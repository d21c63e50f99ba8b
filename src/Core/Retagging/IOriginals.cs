using Magpie.Delivery;

namespace Magpie.Retagging;

/// <summary>The originals that are served from here: videos to look into again.</summary>
public interface IOriginals
{
    /// <summary>The original as it is now; null when it is kept elsewhere, as by a delivery service.</summary>
    Task<IOriginal?> FindAsync(string assetId, CancellationToken cancellationToken);
}

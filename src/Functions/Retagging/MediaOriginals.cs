using Azure;
using Azure.Storage.Blobs.Models;
using Magpie.Delivery;
using Magpie.Functions.Delivery;
using Magpie.Retagging;

namespace Magpie.Functions.Retagging;

/// <summary>Originals from the container that serves them; a delivery service keeps its own.</summary>
public sealed class MediaOriginals(MediaStore media) : IOriginals
{
    public async Task<IOriginal?> FindAsync(string assetId, CancellationToken cancellationToken)
    {
        var blob = media.Blob(assetId, MediaNames.Original);
        try
        {
            BlobProperties found = await blob.GetPropertiesAsync(cancellationToken: cancellationToken);
            return BlobOriginal.Of(blob, found);
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return null;
        }
    }
}

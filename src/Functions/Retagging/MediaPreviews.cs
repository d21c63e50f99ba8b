using Azure;
using Magpie.Delivery;
using Magpie.Functions.Delivery;
using Magpie.Retagging;

namespace Magpie.Functions.Retagging;

/// <summary>Previews from the container that serves them.</summary>
public sealed class MediaPreviews(MediaStore media) : IPreviews
{
    public async Task<ReadOnlyMemory<byte>?> ReadAsync(string assetId, CancellationToken cancellationToken)
    {
        try
        {
            return (await media.Blob(assetId, MediaNames.Preview).DownloadContentAsync(cancellationToken)).Value.Content.ToMemory();
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return null;
        }
    }
}

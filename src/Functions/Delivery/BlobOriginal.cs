using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Magpie.Delivery;

namespace Magpie.Functions.Delivery;

/// <summary>An original that lies in blob storage, as it was when it was examined: another write to the blob fails every read.</summary>
/// <param name="blob">The blob.</param>
/// <param name="etag">Its ETag when it was examined.</param>
/// <param name="bytes">Its size then.</param>
public sealed class BlobOriginal(BlobClient blob, ETag etag, long bytes) : IOriginal
{
    /// <summary>The most that is fetched at a time. Bytes.</summary>
    private const int LargestFetch = 4 * 1024 * 1024;

    public long Bytes => bytes;

    /// <summary>Address of the blob, without a signature.</summary>
    internal Uri Address => blob.Uri;

    /// <summary>What a copy of the blob must still find.</summary>
    internal BlobRequestConditions Unchanged => new() { IfMatch = etag };

    public Task<Stream> OpenReadAsync(CancellationToken cancellationToken)
    {
        var options = new BlobOpenReadOptions(allowModifications: false)
        {
            BufferSize = (int)Math.Clamp(bytes, 1, LargestFetch),
            Conditions = Unchanged,
        };
        return blob.OpenReadAsync(options, cancellationToken);
    }
}

using Azure.Storage.Blobs.Models;

namespace Azure.Storage.Blobs.Specialized;

public partial class BlobBaseClient
{
    /// <summary>Opens the blob as a stream that seeks and fetches as it is read. It fails when the blob changes meanwhile.</summary>
    public virtual Task<Stream> OpenReadAsync(
        long position = 0, int? bufferSize = null, BlobRequestConditions? conditions = null, CancellationToken cancellationToken = default) =>
        OpenReadAsync(
            new BlobOpenReadOptions(allowModifications: false) { Position = position, BufferSize = bufferSize, Conditions = conditions },
            cancellationToken);

    public virtual Task<Stream> OpenReadAsync(
        bool allowBlobModifications, long position = 0, int? bufferSize = null, CancellationToken cancellationToken = default) =>
        OpenReadAsync(
            new BlobOpenReadOptions(allowBlobModifications) { Position = position, BufferSize = bufferSize }, cancellationToken);

    public virtual async Task<Stream> OpenReadAsync(BlobOpenReadOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var properties = (await GetPropertiesAsync(options.Conditions, cancellationToken).ConfigureAwait(false)).Value;
        var conditions = options.AllowModifications
            ? options.Conditions
            : new BlobRequestConditions { IfMatch = properties.ETag, LeaseId = options.Conditions?.LeaseId };
        return new BlobReadStream(this, properties.ContentLength, conditions, options);
    }
}

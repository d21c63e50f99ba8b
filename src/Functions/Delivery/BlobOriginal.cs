using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Magpie.Ingest;

namespace Magpie.Functions.Delivery;

/// <summary>An original that lies in blob storage, as it was when it was examined: another write to the blob fails every read.</summary>
/// <param name="blob">The blob.</param>
/// <param name="etag">Its ETag when it was examined.</param>
/// <param name="bytes">Its size then.</param>
/// <param name="headers">What storage served it with then; null where nobody looked.</param>
public sealed class BlobOriginal(BlobClient blob, ETag etag, long bytes, BlobHttpHeaders? headers = null) : IArrivedFile
{
    /// <summary>A blob as its properties say that it is.</summary>
    public static BlobOriginal Of(BlobClient blob, BlobProperties properties)
    {
        ArgumentNullException.ThrowIfNull(properties);
        var headers = new BlobHttpHeaders
        {
            ContentType = properties.ContentType,
            CacheControl = properties.CacheControl,
            ContentDisposition = properties.ContentDisposition,
            ContentEncoding = properties.ContentEncoding,
            ContentLanguage = properties.ContentLanguage,
        };
        return new(blob, properties.ETag, properties.ContentLength, headers);
    }

    public long Bytes => bytes;

    public ReadOnlyMemory<byte>? Content => null;

    /// <summary>Address of the blob, without a signature.</summary>
    internal Uri Address => blob.Uri;

    /// <summary>What a copy is served with unless it is told otherwise; null where that is not known.</summary>
    internal BlobHttpHeaders? Headers => headers;

    /// <summary>What a copy of the blob must still find.</summary>
    internal BlobRequestConditions Unchanged => new() { IfMatch = etag };

    public async Task<int> ReadAsync(long offset, Memory<byte> destination, CancellationToken cancellationToken)
    {
        if (destination.IsEmpty || offset >= bytes)
        {
            return 0;
        }

        try
        {
            var options = new BlobDownloadOptions { Range = new HttpRange(offset, destination.Length), Conditions = Unchanged };
            using var download = (await blob.DownloadStreamingAsync(options, cancellationToken)).Value;
            return await download.Content.ReadAtLeastAsync(destination, destination.Length, throwOnEndOfStream: false, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status is 404 or 412 or 416)
        {
            throw new IncomingChangedException("The uploaded file changed while it was read.", exception);
        }
    }

    public Task<Stream> OpenReadAsync(CancellationToken cancellationToken) => Task.FromResult<Stream>(new BlobReadStream(blob, etag, bytes));
}

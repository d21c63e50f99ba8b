using Azure;
using Azure.Storage.Blobs.Models;
using Magpie.Assets;
using Magpie.Delivery;

namespace Magpie.Functions.Delivery;

/// <summary>
/// Answers <c>GET /media/{id}/{name}</c> from <see cref="MediaStore"/> by RFC 9110: conditions, one range, and content types that cannot
/// run in a browser.
/// </summary>
public sealed class MediaReader(MediaStore store)
{
    private const int Tries = 3;

    /// <summary>Opens a file. The headers are those of the request, as they came; several ranges are answered with the whole file.</summary>
    public async Task<MediaAnswer> ReadAsync(
        string? assetId, string? name, string? range, string? ifRange, string? ifNoneMatch, CancellationToken cancellationToken)
    {
        if (!AssetId.IsValid(assetId) || !MediaNames.IsValid(name))
        {
            return MediaAnswer.NotFound;
        }

        var wanted = MediaRange.Parse(range);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await ReadAsync(assetId!, name!, wanted, ifRange, ifNoneMatch, cancellationToken);
            }
            catch (RequestFailedException exception) when (exception.Status == 404)
            {
                return MediaAnswer.NotFound;
            }
            catch (RequestFailedException exception) when (exception.Status == 412 && attempt < Tries)
            {
                // Delivered again between the look and the read.
            }
        }
    }

    private async Task<MediaAnswer> ReadAsync(
        string assetId, string name, MediaRange? range, string? ifRange, string? ifNoneMatch, CancellationToken cancellationToken)
    {
        var blob = store.Blob(assetId, name);
        var conditions = new BlobRequestConditions();
        HttpRange? slice = null;
        if (range is not null || !string.IsNullOrEmpty(ifNoneMatch))
        {
            var properties = (await blob.GetPropertiesAsync(cancellationToken: cancellationToken)).Value;
            if (MediaConditions.Matches(ifNoneMatch, properties.ETag))
            {
                return MediaAnswer.NotModified(properties.ETag);
            }

            if (range is not null && MediaConditions.Allows(ifRange, properties.ETag))
            {
                slice = range.Within(properties.ContentLength);
                if (slice is null)
                {
                    return MediaAnswer.OutOfRange(properties.ContentLength);
                }
            }

            conditions.IfMatch = properties.ETag;
        }

        var options = new BlobDownloadOptions { Range = slice ?? default, Conditions = conditions };
        var download = (await blob.DownloadStreamingAsync(options, cancellationToken)).Value;
        return MediaAnswer.Of(download, partial: slice is not null);
    }
}

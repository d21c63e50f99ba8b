using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Magpie.Assets;
using Magpie.Delivery;
using Microsoft.Extensions.Options;

namespace Magpie.Functions.Delivery;

/// <summary>The container that files are served from: <c>{id}/original</c>, <c>{id}/thumb</c>, <c>{id}/preview</c>.</summary>
public sealed class MediaStore(BlobContainerClient container, IOptions<DeliveryOptions> options, TimeProvider time)
{
    /// <summary>A name stands for one content for ever, so a cache may keep it a year.</summary>
    public const string CacheControl = "public, max-age=31536000, immutable";

    /// <summary>Between looks at a copy that storage does not finish at once.</summary>
    private static readonly TimeSpan CopyPoll = TimeSpan.FromMilliseconds(250);

    /// <summary>Creates the container when it is not there.</summary>
    public async Task CreateAsync(CancellationToken cancellationToken) =>
        await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);

    /// <summary>Writes renditions, over those of before.</summary>
    public Task WriteAsync(string assetId, IReadOnlyList<Rendition> renditions, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(renditions);
        return Task.WhenAll(renditions.Select(rendition => Blob(assetId, rendition.Name).UploadAsync(
            BinaryData.FromBytes(rendition.Content), new BlobUploadOptions { HttpHeaders = Headers(rendition.ContentType) }, cancellationToken)));
    }

    /// <summary>Copies the original within storage when it lies there, otherwise uploads it.</summary>
    /// <exception cref="RequestFailedException">412 or 404: the original changed or vanished; anything else: storage failed.</exception>
    public async Task PutOriginalAsync(string assetId, IOriginal original, string contentType, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(original);
        var target = Blob(assetId, MediaNames.Original);
        if (original is BlobOriginal blob)
        {
            await CopyAsync(blob, target, cancellationToken);

            // A copy carries the headers that the uploading client chose, which may be those that it was asked to send.
            if (!IsServedAs(blob.Headers, contentType))
            {
                await target.SetHttpHeadersAsync(Headers(contentType), cancellationToken: cancellationToken);
            }

            return;
        }

        await using var content = await original.OpenReadAsync(cancellationToken);
        await target.UploadAsync(content, new BlobUploadOptions { HttpHeaders = Headers(contentType) }, cancellationToken);
    }

    /// <summary>Removes all of an asset's files; no error when there are none.</summary>
    public Task DeleteAsync(string assetId, CancellationToken cancellationToken) => Task.WhenAll(MediaNames.All.Select(
        name => Blob(assetId, name).DeleteIfExistsAsync(DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: cancellationToken)));

    /// <summary>Where the files are served: absolute when the options name a base, otherwise paths on this service's own host.</summary>
    public AssetUrls UrlsOf(string assetId, IReadOnlyList<Rendition> renditions)
    {
        return new AssetUrls(Url(MediaNames.Original), Of(MediaNames.Thumb), Of(MediaNames.Preview));

        string? Of(string name) => renditions.Any(rendition => string.Equals(rendition.Name, name, StringComparison.Ordinal)) ? Url(name) : null;

        string Url(string name) => $"{options.Value.MediaBaseUrl.TrimEnd('/')}/media/{assetId}/{name}";
    }

    internal BlobClient Blob(string assetId, string name) => container.GetBlobClient($"{assetId}/{name}");

    private static bool IsServedAs(BlobHttpHeaders? headers, string contentType) =>
        headers is not null
        && string.Equals(headers.ContentType, contentType, StringComparison.Ordinal)
        && string.Equals(headers.CacheControl, CacheControl, StringComparison.Ordinal)
        && string.IsNullOrEmpty(headers.ContentDisposition)
        && string.IsNullOrEmpty(headers.ContentEncoding)
        && string.IsNullOrEmpty(headers.ContentLanguage);

    private static BlobHttpHeaders Headers(string contentType) => new() { ContentType = contentType, CacheControl = CacheControl };

    private async Task CopyAsync(BlobOriginal original, BlobClient target, CancellationToken cancellationToken)
    {
        var operation = await target.StartCopyFromUriAsync(
            original.Address, new BlobCopyFromUriOptions { SourceConditions = original.Unchanged }, cancellationToken);

        // Within one account a copy is nearly always done when the call returns.
        var status = operation.GetRawResponse().Headers.TryGetValue("x-ms-copy-status", out var text)
            && string.Equals(text, "success", StringComparison.Ordinal) ? CopyStatus.Success : CopyStatus.Pending;
        while (status == CopyStatus.Pending)
        {
            await Task.Delay(CopyPoll, time, cancellationToken);
            status = (await target.GetPropertiesAsync(cancellationToken: cancellationToken)).Value.CopyStatus;
        }

        if (status != CopyStatus.Success)
        {
            throw new RequestFailedException($"Storage ended the copy of an original as {status}.");
        }
    }
}

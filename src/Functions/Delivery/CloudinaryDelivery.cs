using System.Net;
using CloudinaryDotNet;
using CloudinaryDotNet.Actions;
using Magpie.Assets;
using Magpie.Delivery;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Magpie.Functions.Delivery;

/// <summary>
/// Delivers originals through Cloudinary: folder <c>gallery</c>, the asset's id as public id, so that a repeat overwrites. Renditions are
/// served from <see cref="MediaStore"/>, which is ready before a CDN has made its own.
/// </summary>
public sealed class CloudinaryDelivery : IDelivery, IDisposable
{
    private const string Upload = "upload";

    private readonly CloudinaryCaller _caller;
    private readonly MediaStore _media;
    private readonly DeliveryOptions _options;

    public CloudinaryDelivery(
        CloudinaryAccount account,
        MediaStore media,
        IOptions<DeliveryOptions> options,
        TimeProvider time,
        Random jitter,
        ILogger<CloudinaryDelivery> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        _media = media;
        _options = options.Value;
        _caller = new CloudinaryCaller(account, _options, time, jitter, logger);
    }

    public string Name => "cloudinary";

    public DeliveryError? Problem => _caller.Problem;

    public async Task<DeliveryResult> DeliverAsync(DeliveryRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var renditions = _media.WriteAsync(request.AssetId, request.Renditions, cancellationToken);
        var uploading = _caller.CallAsync(
            Upload, request.AssetId, (cloudinary, token) => UploadAsync(cloudinary, request, token), cancellationToken);
        await Task.WhenAll(renditions, uploading);
        return await uploading switch
        {
            { Error: { } error } => new DeliveryFailed(error),
            { Result: RawUploadResult { SecureUrl: { } url } } => new Delivered(
                MediaNames.PublicId(request.AssetId), _media.UrlsOf(request.AssetId, request.Renditions) with { Original = url.AbsoluteUri }),
            _ => throw new InvalidOperationException("An upload without an error has an address."),
        };
    }

    public async Task<DeliveryError?> UpdateAsync(DeliveryUpdate update, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(update);
        foreach (var change in CloudinaryChanges.Of(update))
        {
            if (await _caller.CallAsync("update", update.AssetId, change, cancellationToken) is { Error: { } error })
            {
                return error;
            }
        }

        return null;
    }

    public async Task<DeliveryError?> DeleteAsync(string assetId, MediaType type, CancellationToken cancellationToken)
    {
        var parameters = new DeletionParams(MediaNames.PublicId(assetId)) { ResourceType = CloudinaryChanges.TypeOf(type), Invalidate = true };
        var destroying = _caller.CallAsync(
            "destroy", assetId, async (cloudinary, _) => await cloudinary.DestroyAsync(parameters), cancellationToken);
        await Task.WhenAll(destroying, _media.DeleteAsync(assetId, cancellationToken));

        // "not found" is a success: what is gone need not be removed.
        return (await destroying).Error;
    }

    public void Dispose() => _caller.Dispose();

    private async Task<BaseResult> UploadAsync(Cloudinary cloudinary, DeliveryRequest request, CancellationToken cancellationToken)
    {
        var result = await CloudinaryUpload.SendAsync(cloudinary, request, _options, cancellationToken);

        // A wrong answer can be JSON: without the id we asked for and an address it is none.
        var complete = result.SecureUrl is not null
            && string.Equals(result.PublicId, MediaNames.PublicId(request.AssetId), StringComparison.Ordinal);
        return complete || result.Error is not null || result.StatusCode != HttpStatusCode.OK
            ? result
            : throw new InvalidDataException("The answer to an upload lacks the public id or the address.");
    }
}

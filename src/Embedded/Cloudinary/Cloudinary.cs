using System.Net;
using System.Security.Cryptography;
using CloudinaryDotNet.Actions;

namespace CloudinaryDotNet;

/// <summary>Cloudinary's upload API. What the service refuses comes back in the result's <see cref="BaseResult.Error"/>.</summary>
public class Cloudinary
{
    private const int DefaultChunkSize = 20 * 1024 * 1024;

    public Cloudinary(string cloudinaryUrl)
    {
        Api = new Api(cloudinaryUrl);
    }

    public Cloudinary(Account account)
    {
        Api = new Api(account);
    }

    public Api Api { get; }

    /// <summary>Uploads a picture in one call.</summary>
    public Task<ImageUploadResult> UploadAsync(ImageUploadParams parameters, CancellationToken? cancellationToken = null) =>
        UploadAsync<ImageUploadResult>(parameters, cancellationToken);

    /// <summary>Uploads a video in one call.</summary>
    public Task<VideoUploadResult> UploadAsync(VideoUploadParams parameters, CancellationToken? cancellationToken = null) =>
        UploadAsync<VideoUploadResult>(parameters, cancellationToken);

    /// <summary>Uploads a picture in chunks of <paramref name="bufferSize"/> bytes.</summary>
    public Task<ImageUploadResult> UploadLargeAsync(
        ImageUploadParams parameters, int bufferSize = DefaultChunkSize, CancellationToken? cancellationToken = null) =>
        UploadLargeAsync<ImageUploadResult>(parameters, bufferSize, cancellationToken);

    /// <summary>Uploads a video in chunks of <paramref name="bufferSize"/> bytes.</summary>
    public Task<VideoUploadResult> UploadLargeAsync(
        VideoUploadParams parameters, int bufferSize = DefaultChunkSize, CancellationToken? cancellationToken = null) =>
        UploadLargeAsync<VideoUploadResult>(parameters, bufferSize, cancellationToken);

    /// <summary>Uploads a file in chunks, one after the other, joined by the service under one random upload id.</summary>
    /// <exception cref="Exception">A chunk was refused: unlike the other calls, as the vendor's does.</exception>
    public async Task<T> UploadLargeAsync<T>(
        BasicRawUploadParams parameters, int bufferSize = DefaultChunkSize, CancellationToken? cancellationToken = null)
        where T : UploadResult, new()
    {
        var file = FileOf(parameters);
        file.Reset(bufferSize != 0 ? bufferSize : DefaultChunkSize);
        parameters.UniqueUploadId ??= Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        var headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["X-Unique-Upload-Id"] = parameters.UniqueUploadId };
        while (true)
        {
            var result = await Api.CallAsync<T>(Api.ActionUrl(parameters.ResourceType, "upload"), parameters, headers, cancellationToken)
                .ConfigureAwait(false);
            if (result.StatusCode != HttpStatusCode.OK)
            {
#pragma warning disable CA2201 // The vendor throws exactly this type, and callers have nothing else to catch.
                throw new Exception(
                    $"An error has occurred while uploading file (status code: {result.StatusCode}). {result.Error?.Message ?? "Unknown error"}");
#pragma warning restore CA2201
            }

            if (file.Eof)
            {
                return result;
            }
        }
    }

    /// <summary>Changes tags, context or derived files of what was uploaded.</summary>
    public Task<ExplicitResult> ExplicitAsync(ExplicitParams parameters, CancellationToken? cancellationToken = null)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return Api.CallAsync<ExplicitResult>(Api.ActionUrl(parameters.ResourceType, "explicit"), parameters, headers: null, cancellationToken);
    }

    /// <summary>Assigns or removes tags.</summary>
    public Task<TagResult> TagAsync(TagParams parameters, CancellationToken? cancellationToken = null)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return Api.CallAsync<TagResult>(Api.ActionUrl(parameters.ResourceType, "tags"), parameters, headers: null, cancellationToken);
    }

    /// <summary>Assigns or removes context.</summary>
    public Task<ContextResult> ContextAsync(ContextParams parameters, CancellationToken? cancellationToken = null)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return Api.CallAsync<ContextResult>(Api.ActionUrl(parameters.ResourceType, "context"), parameters, headers: null, cancellationToken);
    }

    /// <summary>Removes a file; the result is <c>ok</c> or <c>not found</c>.</summary>
    public Task<DeletionResult> DestroyAsync(DeletionParams parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return Api.CallAsync<DeletionResult>(Api.ActionUrl(parameters.ResourceType, "destroy"), parameters, headers: null, cancellationToken: null);
    }

    private static FileDescription FileOf(BasicRawUploadParams parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return parameters.File ?? throw new ArgumentException("Parameters.File parameter should be defined", nameof(parameters));
    }

    private Task<T> UploadAsync<T>(BasicRawUploadParams parameters, CancellationToken? cancellationToken)
        where T : UploadResult, new()
    {
        FileOf(parameters).Reset(chunkSize: null);
        return Api.CallAsync<T>(Api.ActionUrl(parameters.ResourceType, "upload"), parameters, headers: null, cancellationToken);
    }
}

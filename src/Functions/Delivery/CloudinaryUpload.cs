using CloudinaryDotNet;
using CloudinaryDotNet.Actions;
using Magpie.Assets;
using Magpie.Delivery;
using Magpie.Tagging;

namespace Magpie.Functions.Delivery;

/// <summary>What is sent to Cloudinary of an asset.</summary>
internal static class CloudinaryUpload
{
    /// <summary>What a chunk size grows by so that the last chunk is not a full one. Bytes.</summary>
    private const int Step = 64 * 1024;

    /// <summary>Uploads the original in one call, or in chunks when it is large.</summary>
    public static async Task<RawUploadResult> SendAsync(
        Cloudinary cloudinary, DeliveryRequest request, DeliveryOptions options, CancellationToken token)
    {
        await using var original = await request.Original.OpenReadAsync(token);
        using var file = new FileDescription(FileName(request), original);
        var large = request.Original.Bytes >= options.ChunkBytes;
        var chunk = ChunkOf(request.Original.Bytes, options.ChunkBytes);
        if (request.Type == MediaType.Video)
        {
            var video = Fill(new VideoUploadParams(), request, file);
            video.EagerTransforms = [new Transformation().RawTransformation("mp4")];
            video.EagerAsync = request.Original.Bytes > options.LargestEagerVideoBytes;
            return large ? await cloudinary.UploadLargeAsync(video, chunk, token) : await cloudinary.UploadAsync(video, token);
        }

        var image = Fill(new ImageUploadParams(), request, file);
        return large ? await cloudinary.UploadLargeAsync(image, chunk, token) : await cloudinary.UploadAsync(image, token);
    }

    /// <summary>Tags as the service keeps them: slugs, comma-separated.</summary>
    public static string TagsOf(IReadOnlyList<string> tags) => string.Join(',', TagNormalizer.ToSlugs(tags));

    /// <summary>A title as context.</summary>
    public static StringDictionary ContextOf(string title) => new() { { "title", title } };

    /// <summary>
    /// A chunk size that leaves a rest: when the size of the file is a multiple of it, the SDK looks for one more chunk past the end and
    /// fails.
    /// </summary>
    internal static int ChunkOf(long bytes, int preferred)
    {
        while (bytes % preferred == 0)
        {
            preferred += Step;
        }

        return preferred;
    }

    /// <summary>What a chunk may come to when it leaves a rest. Bytes.</summary>
    internal static long LargestChunk(DeliveryOptions options) => options.ChunkBytes + (8L * Step);

    private static T Fill<T>(T parameters, DeliveryRequest request, FileDescription file)
        where T : ImageUploadParams
    {
        parameters.File = file;
        parameters.Folder = MediaNames.Folder;
        parameters.PublicId = request.AssetId;
        parameters.Overwrite = true;
        parameters.Tags = TagsOf(request.Tags);
        if (!string.IsNullOrWhiteSpace(request.Title))
        {
            parameters.Context = ContextOf(request.Title);
        }

        return parameters;
    }

    private static string FileName(DeliveryRequest request) => string.IsNullOrWhiteSpace(request.Name) ? request.AssetId : request.Name;
}

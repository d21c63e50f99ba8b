using CloudinaryDotNet;
using CloudinaryDotNet.Actions;
using Magpie.Assets;
using Magpie.Delivery;

namespace Magpie.Functions.Delivery;

/// <summary>
/// The calls that bring an asset's title and tags to Cloudinary. <c>explicit</c> replaces both, but leaves alone what is empty; emptying
/// has calls of its own. The upload API, not the Admin API: that one allows a few hundred calls an hour.
/// </summary>
internal static class CloudinaryChanges
{
    public static IEnumerable<Func<Cloudinary, CancellationToken, Task<BaseResult>>> Of(DeliveryUpdate update)
    {
        var id = MediaNames.PublicId(update.AssetId);
        var type = TypeOf(update.Type);
        var tags = CloudinaryUpload.TagsOf(update.Tags);
        var titled = !string.IsNullOrWhiteSpace(update.Title);
        if (tags.Length > 0 || titled)
        {
            yield return async (cloudinary, token) => await cloudinary.ExplicitAsync(
                new ExplicitParams(id)
                {
                    ResourceType = type,
                    Type = "upload",
                    Tags = tags,
                    Context = titled ? CloudinaryUpload.ContextOf(update.Title!) : null,
                },
                token);
        }

        if (tags.Length == 0)
        {
            yield return async (cloudinary, token) => await cloudinary.TagAsync(
                new TagParams { PublicIds = [id], ResourceType = type, Type = "upload", Command = TagCommand.RemoveAll }, token);
        }

        if (!titled)
        {
            yield return async (cloudinary, token) => await cloudinary.ContextAsync(
                new ContextParams { PublicIds = [id], ResourceType = type, Type = "upload", Command = ContextCommand.RemoveAll },
                token);
        }
    }

    public static ResourceType TypeOf(MediaType type) => type == MediaType.Video ? ResourceType.Video : ResourceType.Image;
}

using Magpie.Accounts;
using Magpie.Assets;
using Magpie.Imaging;
using Magpie.Tagging;
using Magpie.Uploads.Rules;

namespace Magpie.Uploads;

/// <summary>What is known of an asset before its bytes are looked at: what the client said, as far as the rules let it pass.</summary>
internal static class NewAsset
{
    /// <summary>In state <c>reserved</c>.</summary>
    public static Asset Describe(Caller caller, UploadFile file, string id, DateTimeOffset createdAt)
    {
        var type = FileTypes.FromMediaType(file.ContentType) ?? throw new InvalidOperationException("The rules let an unknown type pass.");
        var tags = TagNormalizer.NormalizeAll(file.Tags);
        return new Asset
        {
            Id = id,
            Account = caller.Account,
            UploadedBy = caller.Key,
            State = AssetState.Reserved,
            Type = type.IsImage() ? MediaType.Image : MediaType.Video,
            Name = file.Name!,
            Title = TitleRule.Normalize(file.Title),
            ContentType = type.MediaType(),
            Bytes = file.Size!.Value,
            Sha256 = file.Sha256?.ToLowerInvariant(),
            UserTags = tags,
            Tags = tags,
            CreatedAt = createdAt,
            Input = file.Input,
        };
    }
}

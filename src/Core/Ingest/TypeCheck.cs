using Magpie.Assets;
using Magpie.Imaging;

namespace Magpie.Ingest;

/// <summary>What the leading bytes say against what was declared: the bytes decide, and what was declared must agree.</summary>
internal static class TypeCheck
{
    /// <summary>The type, or why the file is refused.</summary>
    public static (FileType? Type, AssetError? Error) Check(ReadOnlySpan<byte> head, Asset declared)
    {
        if (FileTypes.Sniff(head) is not { } type)
        {
            return (null, new(RejectionCodes.UnsupportedType, "The file is no image or video of an accepted type, whatever it is named."));
        }

        var kind = type.IsImage() ? MediaType.Image : MediaType.Video;
        if (kind != declared.Type || !type.Agrees(declared.ContentType, Path.GetExtension(declared.Name)))
        {
            return (null, new(
                RejectionCodes.TypeMismatch,
                $"The file is {type.MediaType()}, but it was announced as {declared.ContentType} under a name ending in " +
                $"'{Path.GetExtension(declared.Name)}'. Announce its real type."));
        }

        return kind == MediaType.Image && !ImageDecoder.CanDecode(type)
            ? (null, new(RejectionCodes.UnsupportedType, $"This installation cannot decode {type.MediaType()}. Upload it as JPEG, PNG or WebP."))
            : (type, null);
    }
}

using NetVips;

namespace Magpie.Imaging;

/// <summary>Tells from what libvips says whether a file is broken or of a kind that this build cannot decode.</summary>
internal static class DecodeFaults
{
    /// <summary>libheif's words when it has no decoder for what is in the container.</summary>
    private const string NoDecoder = "Support for this compression format has not been built in";

    public static readonly ImageFault Damaged =
        new(ImageFault.Corrupt, "The picture is damaged or cut off and cannot be decoded. Send the original file again.");

    public static ImageFault From(FileType type, VipsException exception) =>
        !ImageDecoder.CanDecode(type) ||
        (type is FileType.Heic or FileType.Avif && exception.Message.Contains(NoDecoder, StringComparison.OrdinalIgnoreCase))
            ? new ImageFault(ImageFault.UnsupportedType, "Pictures of this kind cannot be decoded here. Send it as JPEG, PNG, WebP or GIF.")
            : Damaged;
}

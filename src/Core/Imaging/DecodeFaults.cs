using NetVips;

namespace Magpie.Imaging;

/// <summary>Tells from what libvips says whether a file is broken or of a kind that this build cannot decode.</summary>
internal static class DecodeFaults
{
    /// <summary>libheif's words when it has no decoder for what is in the container.</summary>
    private const string NoDecoder = "Support for this compression format has not been built in";

    /// <summary>libheif's words when the decoder it has makes no picture: of HEVC in a build for AV1 alone, as NetVips.Native is.</summary>
    private const string DecoderFailed = "Decoder plugin generated an error";

    public static readonly ImageFault Damaged =
        new(ImageFault.Corrupt, "The picture is damaged or cut off and cannot be decoded. Send the original file again.");

    private static readonly ImageFault Unsupported =
        new(ImageFault.UnsupportedType, "Pictures of this kind cannot be decoded here. Send it as JPEG, PNG, WebP or GIF.");

    public static ImageFault From(FileType type, VipsException exception)
    {
        var isUnsupported = type switch
        {
            _ when !ImageDecoder.CanDecode(type) => true,
            FileType.Heic => Says(NoDecoder) || Says(DecoderFailed),
            FileType.Avif => Says(NoDecoder),
            _ => false,
        };
        return isUnsupported ? Unsupported : Damaged;

        bool Says(string words) => exception.Message.Contains(words, StringComparison.OrdinalIgnoreCase);
    }
}

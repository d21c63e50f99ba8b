using NetVips;

namespace Magpie.Imaging;

/// <summary>Tells from what libvips says whether a file is broken or of a kind that this build cannot decode.</summary>
internal static class DecodeFaults
{
    // libheif's words when a decoder is missing, libvips' when a loader is, or is blocked.
    private static readonly string[] Unsupported =
        ["Support for this compression format has not been built in", "Unsupported codec", "unable to load from buffer", "operation is blocked"];

    public static ImageFault From(VipsException exception) =>
        Array.Exists(Unsupported, words => exception.Message.Contains(words, StringComparison.OrdinalIgnoreCase))
            ? new ImageFault(ImageFault.UnsupportedType, "Pictures of this kind cannot be decoded here. Send it as JPEG, PNG, WebP or GIF.")
            : new ImageFault(ImageFault.Corrupt, "The picture is damaged or cut off and cannot be decoded. Send the original file again.");
}

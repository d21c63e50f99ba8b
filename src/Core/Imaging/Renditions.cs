using NetVips;

namespace Magpie.Imaging;

/// <summary>The WebP pictures that are delivered beside the original. They carry no metadata: no place, no camera, no name.</summary>
public static class Renditions
{
    /// <summary>Longest side of the thumbnail, pixels.</summary>
    public const int ThumbSide = 320;

    /// <summary>Longest side of the preview, pixels.</summary>
    public const int PreviewSide = 1600;

    /// <summary>Media type of every rendition.</summary>
    public const string MediaType = "image/webp";

    // Quality and effort: docs/decisions/imaging.md has the measurements.
    private const int Quality = 80;
    private const int Effort = 2;

    /// <summary>At most 320 pixels wide and high.</summary>
    public static byte[] Thumb(DecodedImage image) => Encode(image, ThumbSide);

    /// <summary>At most 1600 pixels wide and high.</summary>
    public static byte[] Preview(DecodedImage image) => Encode(image, PreviewSide);

    private static byte[] Encode(DecodedImage image, int side)
    {
        ArgumentNullException.ThrowIfNull(image);
        using var fitted = image.Image.ThumbnailImage(side, height: side, size: Enums.Size.Down, noRotate: true);
        return fitted.WebpsaveBuffer(q: Quality, effort: Effort, keep: Enums.ForeignKeep.None);
    }
}

using Magpie.Imaging;
using NetVips;

namespace Magpie.Cropping;

/// <summary>Cuts a crop out of a picture.</summary>
public static class PictureCrop
{
    /// <summary>Pixels of a crop at most: a tiny file could otherwise ask for as many as it likes.</summary>
    public const long MaxPixels = 50_000_000;

    /// <summary>Whether a crop may be of this size.</summary>
    public static bool CanBe(int width, int height) => (long)width * height <= MaxPixels;

    /// <summary>The crop at a size, as PNG without metadata.</summary>
    /// <param name="box">Pixels of the file; the picture may be decoded to fewer.</param>
    /// <param name="width">Pixels of the result.</param>
    /// <param name="height">Pixels of the result.</param>
    public static byte[] ToPng(DecodedImage image, CropBox box, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(image);
        var scale = (double)image.Width / image.Facts.Width;
        var left = Math.Min((int)(box.Left * scale), image.Width - 1);
        var top = Math.Min((int)(box.Top * scale), image.Height - 1);
        using var part = image.Image.Crop(
            left, top, Math.Clamp((int)Math.Round(box.Width * scale), 1, image.Width - left), Math.Clamp((int)Math.Round(box.Height * scale), 1, image.Height - top));
        using var sized = part.ThumbnailImage(width, height: height, size: Enums.Size.Force, noRotate: true);
        return sized.PngsaveBuffer(keep: Enums.ForeignKeep.None);
    }
}

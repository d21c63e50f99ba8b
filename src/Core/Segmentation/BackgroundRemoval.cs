using Magpie.Imaging;
using NetVips;

namespace Magpie.Segmentation;

/// <summary>Makes the background of a picture transparent.</summary>
public static class BackgroundRemoval
{
    /// <summary>Pixels of a picture at most: four bytes of each are held at once.</summary>
    public const long MaxPixels = 50_000_000;

    private const float Haze = 0.1f;

    /// <summary>The picture as PNG with alpha, upright, of the size it was decoded to. What was transparent before stays so.</summary>
    public static byte[] ToPng(DecodedImage image, SegmentationMask mask)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(mask);
        var filter = Refine(image, mask);
        using var pixels = image.ToRgb();
        var (width, height) = (pixels.Width, pixels.Height);
        var hasAlpha = image.HasAlpha;
        var rgba = hasAlpha ? image.ToRgba() : new byte[checked(width * height * 4)];
        Parallel.For(0, height, row =>
        {
            var rgb = pixels.Rgb.Slice(row * width * 3, width * 3);
            var to = rgba.AsSpan(row * width * 4, width * 4);
            for (var column = 0; column < width; column++)
            {
                var (r, g, b) = (rgb[column * 3], rgb[(column * 3) + 1], rgb[(column * 3) + 2]);
                var alpha = filter.At((column + 0.5) / width, (row + 0.5) / height, Grey(r, g, b));
                if (hasAlpha)
                {
                    to[(column * 4) + 3] = (byte)(((Alpha(alpha) * to[(column * 4) + 3]) + (byte.MaxValue / 2)) / byte.MaxValue);
                }
                else
                {
                    (to[column * 4], to[(column * 4) + 1], to[(column * 4) + 2], to[(column * 4) + 3]) = (r, g, b, Alpha(alpha));
                }
            }
        });
        using var result = NetVips.Image.NewFromMemoryCopy<byte>(rgba, width, height, 4, Enums.BandFormat.Uchar);
        return result.PngsaveBuffer(keep: Enums.ForeignKeep.None);
    }

    /// <summary>What is hardly foreground is not, and what hardly is not, is: a haze around the object otherwise stays.</summary>
    private static byte Alpha(float share) => (byte)MathF.Round(Math.Clamp((share - Haze) / (1 - (2 * Haze)), 0, 1) * byte.MaxValue);

    private static GuidedFilter Refine(DecodedImage image, SegmentationMask mask)
    {
        var scale = Math.Min(1, (double)GuidedFilter.Side / Math.Max(image.Width, image.Height));
        var (width, height) = (Math.Max(1, (int)Math.Round(image.Width * scale)), Math.Max(1, (int)Math.Round(image.Height * scale)));
        using var small = image.ResizeTo(new ModelInputSize(width, height, ResizeMode.Stretch));
        var (grey, coarse) = (new float[width * height], new float[width * height]);
        for (var i = 0; i < grey.Length; i++)
        {
            grey[i] = Grey(small.Rgb[i * 3], small.Rgb[(i * 3) + 1], small.Rgb[(i * 3) + 2]);
            coarse[i] = mask.At(((i % width) + 0.5) / width, ((i / width) + 0.5) / height);
        }

        return new GuidedFilter(grey, coarse, width, height);
    }

    // ITU-R BT.601 luma.
    private static float Grey(byte red, byte green, byte blue) => ((red * 0.299f) + (green * 0.587f) + (blue * 0.114f)) / byte.MaxValue;
}

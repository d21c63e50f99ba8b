using NetVips;

namespace Magpie.Imaging;

/// <summary>A decoded picture in memory: upright, 8-bit sRGB, alpha kept if there is any. Everything else is made from it.</summary>
public sealed class DecodedImage : IDisposable
{
    private static readonly double[] White = [255];

    private readonly Image _image;
    private readonly Image? _own;

    /// <summary>Takes both over.</summary>
    /// <param name="image">In sRGB.</param>
    /// <param name="own">With the file's own RGB values; null where they are sRGB.</param>
    internal DecodedImage(Image image, Image? own, ImageFacts facts) => (_image, _own, Facts) = (image, own, facts);

    /// <summary>What the file's header says; its size is that of the whole picture.</summary>
    public ImageFacts Facts { get; }

    /// <summary>Pixels as decoded, at most the file's.</summary>
    public int Width => _image.Width;

    /// <summary>Pixels as decoded, at most the file's.</summary>
    public int Height => _image.Height;

    public bool HasAlpha => _image.HasAlpha();

    /// <summary>The picture itself, for what makes renditions of it.</summary>
    internal Image Image => _image;

    /// <summary>All pixels, alpha over white. The caller disposes them.</summary>
    public PixelBuffer ToRgb()
    {
        using var opaque = Opaque(_image);
        return new PixelBuffer(opaque);
    }

    /// <summary>Copies all pixels, alpha over white, into byte[<see cref="Height"/>, <see cref="Width"/>, 3].</summary>
    public void CopyPixels(Span<byte> rgb)
    {
        using var pixels = ToRgb();
        pixels.Rgb.CopyTo(rgb);
    }

    /// <summary>
    /// The picture as a model wants it: with the file's own RGB values, as those it was trained on; alpha over white, by a triangle kernel
    /// as Pillow's BILINEAR. The caller disposes it.
    /// </summary>
    public PixelBuffer ResizeTo(ModelInputSize size)
    {
        ArgumentNullException.ThrowIfNull(size);
        using var resized = ResizePlan.For(Width, Height, size).Apply(Opaque(_own ?? _image));
        return new PixelBuffer(resized);
    }

    public void Dispose()
    {
        _image.Dispose();
        _own?.Dispose();
    }

    private static Image Opaque(Image image) => image.HasAlpha() ? image.Flatten(White) : image.Copy();
}

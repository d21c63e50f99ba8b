using NetVips;

namespace Magpie.Imaging;

/// <summary>A decoded picture in memory: upright, 8-bit sRGB, alpha kept if there is any. Everything else is made from it.</summary>
public sealed class DecodedImage : IDisposable
{
    private static readonly double[] White = [255];

    private readonly Image _image;
    private readonly Image? _own;
    private readonly PixelBuffer? _pixels;

    /// <summary>Takes all over.</summary>
    /// <param name="image">In sRGB.</param>
    /// <param name="own">With the file's own RGB values; null where they are sRGB.</param>
    /// <param name="pixels">Those that the image is of, where they are RGB and the file's own.</param>
    internal DecodedImage(Image image, Image? own, ImageFacts facts, PixelBuffer? pixels = null) => (_image, _own, _pixels, Facts) = (image, own, pixels, facts);

    /// <summary>What the file's header says; its size is that of the whole picture.</summary>
    public ImageFacts Facts { get; }

    /// <summary>Pixels as decoded, at most the file's.</summary>
    public int Width => _image.Width;

    /// <summary>Pixels as decoded, at most the file's.</summary>
    public int Height => _image.Height;

    public bool HasAlpha => _image.HasAlpha();

    /// <summary>The picture itself, for what makes renditions of it.</summary>
    internal Image Image => _image;

    /// <summary>All pixels, alpha over white. The caller disposes them, before the picture.</summary>
    public PixelBuffer ToRgb()
    {
        if (_pixels is not null)
        {
            return _pixels.Lend();
        }

        using var opaque = Opaque(_image);
        return new PixelBuffer(opaque);
    }

    /// <summary>Copies all pixels, alpha over white, into byte[<see cref="Height"/>, <see cref="Width"/>, 3].</summary>
    public void CopyPixels(Span<byte> rgb)
    {
        using var pixels = ToRgb();
        pixels.Rgb.CopyTo(rgb);
    }

    /// <summary>All pixels with their alpha, byte[<see cref="Height"/>, <see cref="Width"/>, 4], colours as they are behind it; only where <see cref="HasAlpha"/>.</summary>
    public byte[] ToRgba()
    {
        var pixels = _image.WriteToMemory<byte>();
        return pixels.Length == Width * Height * 4 ? pixels
            : throw new InvalidOperationException($"{Width} x {Height} pixels with alpha came as {pixels.Length} bytes.");
    }

    /// <summary>
    /// The picture as a model wants it: with the file's own RGB values, as those it was trained on; alpha over white, by a triangle kernel
    /// as Pillow's BILINEAR. The caller disposes it, before the picture.
    /// </summary>
    public PixelBuffer ResizeTo(ModelInputSize size)
    {
        ArgumentNullException.ThrowIfNull(size);
        var plan = ResizePlan.For(Width, Height, size);
        if (_pixels is not null && plan.IsWhole && TriangleFilter.CanResize(_pixels.Width, _pixels.Height, plan.Width, plan.Height))
        {
            return Resize(_pixels, plan.Width, plan.Height);
        }

        using var resized = plan.Apply(Opaque(_own ?? _image));
        return new PixelBuffer(resized);
    }

    /// <summary>As <see cref="ResizeTo"/>, a row after another; where it can be, none is kept.</summary>
    internal void TakeRows(ModelInputSize size, PixelRow take)
    {
        var plan = ResizePlan.For(Width, Height, size);
        if (_pixels is not null && plan.IsWhole && TriangleFilter.CanResize(_pixels.Width, _pixels.Height, plan.Width, plan.Height)
            && (_pixels.Width, _pixels.Height) != (plan.Width, plan.Height))
        {
            TriangleFilter.Resize(_pixels.Rgb, _pixels.Width, _pixels.Height, plan.Width, plan.Height, take);
            return;
        }

        using var resized = ResizeTo(size);
        var stride = resized.Width * PixelBuffer.Bands;
        for (var row = 0; row < resized.Height; row++)
        {
            take(row, resized.Rgb.Slice(row * stride, stride));
        }
    }

    /// <summary>A part of the picture, in pixels of the file, upright, within it; at least a pixel. The caller disposes it, before the picture.</summary>
    public DecodedImage Cut(int left, int top, int width, int height)
    {
        var (x, y) = (Scaled(left, Width, Facts.Width, 1), Scaled(top, Height, Facts.Height, 1));
        var (across, down) = (Scaled(left + width, Width, Facts.Width, 0) - x, Scaled(top + height, Height, Facts.Height, 0) - y);
        var facts = Facts with { Width = width, Height = height };
        return new(
            _image.ExtractArea(x, y, Math.Max(1, across), Math.Max(1, down)), _own?.ExtractArea(x, y, Math.Max(1, across), Math.Max(1, down)), facts);

        static int Scaled(int at, int decoded, int whole, int room) => (int)Math.Min(decoded - room, Math.Round((double)at * decoded / whole));
    }

    public void Dispose()
    {
        _image.Dispose();
        _own?.Dispose();
        _pixels?.Dispose();
    }

    private static PixelBuffer Resize(PixelBuffer pixels, int width, int height)
    {
        if ((width, height) == (pixels.Width, pixels.Height))
        {
            return pixels.Lend();
        }

        var resized = new PixelBuffer(width, height);
        TriangleFilter.Resize(pixels.Rgb, pixels.Width, pixels.Height, resized.Writable, width, height);
        return resized;
    }

    private static Image Opaque(Image image) => image.HasAlpha() ? image.Flatten(White) : image.Copy();
}

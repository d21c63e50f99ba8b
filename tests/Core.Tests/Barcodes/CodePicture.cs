using Magpie.Barcodes;
using Magpie.Core.Tests.Imaging;
using Magpie.Imaging;
using ZXing;

namespace Magpie.Core.Tests.Barcodes;

/// <summary>A grey picture, byte[height, width], with codes on white as ZXing.Net's writers draw them.</summary>
internal sealed record CodePicture(byte[] Grey, int Width, int Height)
{
    private const int Margin = 60;
    private const int BarHeight = 120;

    private static readonly ImageDecoder Decoder = new(new ImagingOptions());

    public static CodePicture Of(BarcodeFormat format, string text)
    {
        var modules = new MultiFormatWriter().encode(text, format, 0, 0);
        var isMatrix = format is BarcodeFormat.QR_CODE or BarcodeFormat.DATA_MATRIX;
        var module = isMatrix ? 6 : 3;
        var (width, height) = (modules.Width * module, isMatrix ? modules.Height * module : BarHeight);
        var picture = White(width + (2 * Margin), height + (2 * Margin));
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                picture.Grey[((y + Margin) * picture.Width) + x + Margin] = modules[x / module, isMatrix ? y / module : 0] ? (byte)0 : byte.MaxValue;
            }
        }

        return picture;
    }

    public static CodePicture White(int width, int height)
    {
        var grey = new byte[width * height];
        Array.Fill(grey, byte.MaxValue);
        return new(grey, width, height);
    }

    public CodePicture Turned(int degrees)
    {
        var turned = TurnedPicture.Of(Grey, Width, Height, degrees);
        return new(turned.Grey, turned.Width, turned.Height);
    }

    public CodePicture Beside(CodePicture other)
    {
        var both = White(Width + other.Width, Math.Max(Height, other.Height));
        Draw(this, 0);
        Draw(other, Width);
        return both;

        void Draw(CodePicture one, int left)
        {
            for (var y = 0; y < one.Height; y++)
            {
                one.Grey.AsSpan(y * one.Width, one.Width).CopyTo(both.Grey.AsSpan((y * both.Width) + left));
            }
        }
    }

    public IReadOnlyList<Barcode> Read(bool withZbar)
    {
        var rows = new byte[(Width + 1) * Height];
        for (var y = 0; y < Height; y++)
        {
            Grey.AsSpan(y * Width, Width).CopyTo(rows.AsSpan((y * (Width + 1)) + 1));
        }

        return Read(Pictures.Png(Width, Height, 8, 0, rows), withZbar);
    }

    public static IReadOnlyList<Barcode> Read(byte[] file, bool withZbar)
    {
        using var image = Decoder.Decode(file, BarcodeReader.Side).Value.ShouldNotBeNull();
        return BarcodeReader.Read(image, withZbar);
    }
}

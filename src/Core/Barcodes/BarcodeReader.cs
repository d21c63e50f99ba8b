using Magpie.Imaging;

namespace Magpie.Barcodes;

/// <summary>
/// Reads EAN, UPC, Code 39, 93 and 128, Interleaved 2 of 5, Codabar, DataBar, QR and Data Matrix codes, any number in a picture, at any angle: by ZBar where it
/// is installed, and by ZXing.Net what ZBar has not, or everything.
/// </summary>
public static class BarcodeReader
{
    /// <summary>Longest side that is looked at, pixels: a bar of a code that fills a tenth of it is still two wide.</summary>
    public const int Side = 2_000;

    /// <summary>Barcodes of one picture.</summary>
    public const int Most = 100;

    /// <summary>What is to be read, from the top.</summary>
    public static IReadOnlyList<Barcode> Read(DecodedImage image) => Read(image, Zbar.IsInstalled);

    /// <summary>The same with ZBar, or as on a machine that has none.</summary>
    /// <param name="withZbar">Whether ZBar is asked; it must be installed then.</param>
    internal static IReadOnlyList<Barcode> Read(DecodedImage image, bool withZbar)
    {
        ArgumentNullException.ThrowIfNull(image);
        using var pixels = image.ToRgb();
        var grey = new byte[pixels.Width * pixels.Height];
        var rgb = pixels.Rgb;
        for (var i = 0; i < grey.Length; i++)
        {
            // ITU-R BT.601 luma.
            grey[i] = (byte)(((rgb[i * 3] * 77) + (rgb[(i * 3) + 1] * 150) + (rgb[(i * 3) + 2] * 29)) >> 8);
        }

        var found = new FoundBarcodes();
        if (withZbar)
        {
            ZbarScan.Read(grey, pixels.Width, pixels.Height, found);
        }
        else
        {
            BarScan.Read(grey, pixels.Width, pixels.Height, found);
        }

        MatrixScan.Read(grey, pixels.Width, pixels.Height, withQr: !withZbar, found);
        return found.Ordered((double)image.Facts.Width / image.Width);
    }
}

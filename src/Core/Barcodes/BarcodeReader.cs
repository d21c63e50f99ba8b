using System.Runtime.InteropServices;
using Magpie.Imaging;

namespace Magpie.Barcodes;

/// <summary>
/// Reads EAN, UPC, Code 39, 93 and 128, Interleaved 2 of 5, Codabar, DataBar and QR codes, any number in a picture. Bars are followed across and
/// down; where nothing is found so, the picture is turned by steps in between.
/// </summary>
public static class BarcodeReader
{
    /// <summary>Longest side that is looked at, pixels: a bar of a code that fills a tenth of it is still two wide.</summary>
    public const int Side = 2_000;

    /// <summary>Barcodes of one picture.</summary>
    public const int Most = 100;

    /// <summary>Degrees that the picture is turned by until something is found.</summary>
    private static readonly int[] Turns = [0, 45, 22, -22];

    /// <summary>Whether ZBar is on this machine; without it nothing can be read.</summary>
    public static bool IsInstalled => Zbar.IsInstalled;

    /// <summary>What is to be read, from the top.</summary>
    /// <exception cref="InvalidOperationException">ZBar is not installed.</exception>
    public static IReadOnlyList<Barcode> Read(DecodedImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (!IsInstalled)
        {
            throw new InvalidOperationException("ZBar is not installed.");
        }

        using var pixels = image.ToRgb();
        var grey = new byte[pixels.Width * pixels.Height];
        var rgb = pixels.Rgb;
        for (var i = 0; i < grey.Length; i++)
        {
            // ITU-R BT.601 luma.
            grey[i] = (byte)(((rgb[i * 3] * 77) + (rgb[(i * 3) + 1] * 150) + (rgb[(i * 3) + 2] * 29)) >> 8);
        }

        var scale = (double)image.Facts.Width / image.Width;
        foreach (var degrees in Turns)
        {
            var turned = TurnedPicture.Of(grey, pixels.Width, pixels.Height, degrees);
            var found = Scan(turned, scale);
            if (found.Count > 0)
            {
                return found;
            }
        }

        return [];
    }

    private static unsafe List<Barcode> Scan(TurnedPicture picture, double scale)
    {
        var (scanner, image) = (Zbar.CreateScanner(), Zbar.CreateImage());
        try
        {
            // UPC codes by their own names, books as the EAN-13 that is printed.
            Set(scanner, Zbar.NoSymbol, isOn: true);
            Set(scanner, Zbar.UpcA, isOn: true);
            Set(scanner, Zbar.UpcE, isOn: true);
            Set(scanner, Zbar.Isbn10, isOn: false);
            Set(scanner, Zbar.Isbn13, isOn: false);
            fixed (byte* grey = picture.Grey)
            {
                Zbar.SetFormat(image, new CULong(Zbar.Grey));
                Zbar.SetSize(image, (uint)picture.Width, (uint)picture.Height);
                Zbar.SetData(image, (nint)grey, new CULong((uint)picture.Grey.Length), 0);
                return Zbar.Scan(scanner, image) > 0 ? Symbols(image, picture, scale) : [];
            }
        }
        finally
        {
            Zbar.DestroyImage(image);
            Zbar.DestroyScanner(scanner);
        }
    }

    private static void Set(nint scanner, int symbology, bool isOn)
    {
        if (Zbar.SetConfig(scanner, symbology, Zbar.Enable, isOn ? 1 : 0) != 0)
        {
            throw new InvalidOperationException($"ZBar does not know symbology {symbology}.");
        }
    }

    private static List<Barcode> Symbols(nint image, TurnedPicture picture, double scale)
    {
        var found = new List<Barcode>();
        for (var symbol = Zbar.FirstSymbol(image); symbol != 0 && found.Count < Most; symbol = Zbar.NextSymbol(symbol))
        {
            var points = Math.Min(Zbar.Points(symbol), 1_000);
            var (left, top, right, bottom) = (double.MaxValue, double.MaxValue, double.MinValue, double.MinValue);
            for (uint point = 0; point < points; point++)
            {
                var (x, y) = picture.Original(Zbar.X(symbol, point), Zbar.Y(symbol, point));
                (left, top, right, bottom) = (Math.Min(left, x), Math.Min(top, y), Math.Max(right, x), Math.Max(bottom, y));
            }

            var box = points == 0 ? default : new BarcodeBox((int)(left * scale), (int)(top * scale), (int)(right * scale), (int)(bottom * scale));
            found.Add(new(Zbar.Text(symbol), Zbar.NameOf(Zbar.TypeOf(symbol)), box));
        }

        return [.. found.DistinctBy(code => (code.Data, code.Type, code.Box)).OrderBy(code => code.Box.Top).ThenBy(code => code.Box.Left)];
    }
}

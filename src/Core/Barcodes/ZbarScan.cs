using System.Runtime.InteropServices;

namespace Magpie.Barcodes;

/// <summary>Lets ZBar look at a picture. It follows bars across and down, so the picture is turned by steps in between.</summary>
internal static class ZbarScan
{
    private static readonly int[] Turns = [0, 45, 22, -22];

    public static void Read(byte[] grey, int width, int height, FoundBarcodes found)
    {
        foreach (var degrees in Turns)
        {
            Read(TurnedPicture.Of(grey, width, height, degrees), found);
        }
    }

    private static unsafe void Read(TurnedPicture picture, FoundBarcodes found)
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
                if (Zbar.Scan(scanner, image) > 0)
                {
                    Add(image, picture, found);
                }
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

    private static void Add(nint image, TurnedPicture picture, FoundBarcodes found)
    {
        for (var symbol = Zbar.FirstSymbol(image); symbol != 0 && !found.IsFull; symbol = Zbar.NextSymbol(symbol))
        {
            var points = Math.Min(Zbar.Points(symbol), 1_000);
            var place = CodePlace.None;
            for (uint point = 0; point < points; point++)
            {
                place = place.With(picture.Original(Zbar.X(symbol, point), Zbar.Y(symbol, point)));
            }

            found.Add(Zbar.Text(symbol), Zbar.NameOf(Zbar.TypeOf(symbol)), place);
        }
    }
}

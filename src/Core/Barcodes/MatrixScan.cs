using ZXing;
using ZXing.Common;
using ZXing.Datamatrix;
using ZXing.QrCode;

namespace Magpie.Barcodes;

/// <summary>Reads Data Matrix and QR codes with ZXing.Net: its readers find one code, in the middle of what they are shown, so they are shown every busy part alone.</summary>
internal static class MatrixScan
{
    /// <summary>The reader of Data Matrix looks for the corners of what stands nearly upright or clearly on a corner, and loses what is just between.</summary>
    private const int Turn = 45;

    /// <summary>Pixels of the largest part that is turned.</summary>
    private const int MostTurned = 1_000_000;

    public static void Read(byte[] grey, int width, int height, bool withQr, FoundBarcodes found)
    {
        foreach (var part in BusyParts.Of(grey, width, height))
        {
            var upright = TurnedPicture.Of(part.Cut(grey, width), part.Width, part.Height, 0);
            if (!Read(() => new DataMatrixReader(), BarcodeFormat.DATA_MATRIX, upright, part, found) && part.Width * part.Height <= MostTurned)
            {
                Read(() => new DataMatrixReader(), BarcodeFormat.DATA_MATRIX, TurnedPicture.Of(upright.Grey, part.Width, part.Height, Turn), part, found);
            }

            if (withQr)
            {
                Read(() => new QRCodeReader(), BarcodeFormat.QR_CODE, upright, part, found);
            }
        }
    }

    private static bool Read(Func<Reader> reader, BarcodeFormat format, TurnedPicture shown, BusyPart part, FoundBarcodes found)
    {
        var source = new RGBLuminanceSource(shown.Grey, shown.Width, shown.Height, RGBLuminanceSource.BitmapFormat.Gray8);
        Func<Binarizer>[] binarizers = [() => new HybridBinarizer(source), () => new GlobalHistogramBinarizer(source)];
        foreach (var binarizer in binarizers)
        {
            if (!found.IsFull && Zxing.Try(() => reader().decode(new(binarizer()), Zxing.Hints([format]))) is { ResultPoints.Length: > 0 } code)
            {
                var place = code.ResultPoints.Where(point => point is not null).Aggregate(CodePlace.None, (sum, point) =>
                {
                    var (x, y) = shown.Original(point.X, point.Y);
                    return sum.With((x + part.Left, y + part.Top));
                });
                found.Add(code.Text, Zxing.NameOf(format), place);
                return true;
            }
        }

        return false;
    }
}

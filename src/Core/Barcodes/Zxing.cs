using ZXing;

namespace Magpie.Barcodes;

/// <summary>What ZXing.Net is asked for, and what its answers are called: as ZBar calls them, so that an answer does not show who read it.</summary>
internal static class Zxing
{
    /// <summary>Corners of QR codes, and of what looks like them, that a picture may have: the search for the best three takes the cube of their number.</summary>
    private const int MostCorners = 60;

    private static readonly Dictionary<BarcodeFormat, string> Names = new()
    {
        [BarcodeFormat.EAN_13] = "EAN-13",
        [BarcodeFormat.EAN_8] = "EAN-8",
        [BarcodeFormat.UPC_A] = "UPC-A",
        [BarcodeFormat.UPC_E] = "UPC-E",
        [BarcodeFormat.CODE_39] = "CODE-39",
        [BarcodeFormat.CODE_93] = "CODE-93",
        [BarcodeFormat.CODE_128] = "CODE-128",
        [BarcodeFormat.ITF] = "I2/5",
        [BarcodeFormat.CODABAR] = "Codabar",
        [BarcodeFormat.RSS_14] = "DataBar",
        [BarcodeFormat.RSS_EXPANDED] = "DataBar-Exp",
        [BarcodeFormat.QR_CODE] = "QR-Code",
        [BarcodeFormat.DATA_MATRIX] = "Data-Matrix",
    };

    /// <summary>Formats that are bars on a line.</summary>
    public static BarcodeFormat[] Bars { get; } = [.. Names.Keys.Except([BarcodeFormat.QR_CODE, BarcodeFormat.DATA_MATRIX])];

    public static string NameOf(BarcodeFormat format) => Names.GetValueOrDefault(format, format.ToString());

    /// <summary>New ones each time: they count the corners of one picture.</summary>
    public static Dictionary<DecodeHintType, object> Hints(BarcodeFormat[] formats)
    {
        var corners = 0;
        return new()
        {
            [DecodeHintType.POSSIBLE_FORMATS] = formats,
            [DecodeHintType.TRY_HARDER] = true,
            [DecodeHintType.RETURN_CODABAR_START_END] = true,
            [DecodeHintType.NEED_RESULT_POINT_CALLBACK] = new ResultPointCallback(point =>
            {
                if (point is ZXing.QrCode.Internal.FinderPattern && ++corners > MostCorners)
                {
                    throw new TooManyCornersException();
                }
            }),
        };
    }

    /// <summary>What a reader says. Some say by an exception that nothing is there, or trip over what is no code.</summary>
    public static T? Try<T>(Func<T?> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (Exception failure) when (failure is TooManyCornersException or ReaderException or ArgumentException or ArithmeticException
            or IndexOutOfRangeException or InvalidOperationException or NullReferenceException or System.FormatException)
        {
            return null;
        }
    }

    private sealed class TooManyCornersException : Exception;
}

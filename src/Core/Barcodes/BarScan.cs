using ZXing;
using ZXing.Common;
using ZXing.OneD;

namespace Magpie.Barcodes;

/// <summary>
/// Reads bars with ZXing.Net, line by line in both directions and at steps of 22 degrees. A line alone is believed nowhere: noise gives some of Code 39 and
/// Interleaved 2 of 5, and gives the same in the next line next to never.
/// </summary>
internal static class BarScan
{
    /// <summary>Lines along the longest side of a part: the time does not grow with the picture.</summary>
    private const int Lines = 160;

    /// <summary>Codes side by side on a line, at most.</summary>
    private const int MostOnLine = 4;

    private const int Enough = 2;

    private static readonly int[] Turns = [0, 90, 45, -45, 22, -68, -22, 68];

    public static void Read(byte[] grey, int width, int height, FoundBarcodes found)
    {
        var hints = Zxing.Hints(Zxing.Bars);
        var reader = new MultiFormatOneDReader(hints);

        // The parts as well: a reader gives a line up at what looks like the beginning of a code before the one that is there.
        foreach (var part in BusyParts.Of(grey, width, height))
        {
            var (cut, everyLine) = (part.Cut(grey, width), Math.Max(1, Math.Max(part.Width, part.Height) / Lines));
            foreach (var degrees in Turns)
            {
                var picture = TurnedPicture.Of(cut, part.Width, part.Height, degrees, everyLine);
                foreach (var code in Codes(reader, hints, picture).Where(code => code.Lines >= Enough))
                {
                    found.Add(code.Data, code.Type, code.PlaceIn(picture).Moved(part.Left, part.Top));
                }
            }
        }
    }

    private static List<Lined> Codes(MultiFormatOneDReader reader, Dictionary<DecodeHintType, object> hints, TurnedPicture picture)
    {
        var codes = new List<Lined>();
        var lines = new GlobalHistogramBinarizer(new RGBLuminanceSource(picture.Grey, picture.Width, picture.Height, RGBLuminanceSource.BitmapFormat.Gray8));
        var line = new BitArray(picture.Width);
        for (var y = 0; y < picture.Height; y++)
        {
            if (Zxing.Try(() => lines.getBlackRow(y, line)) is { } row)
            {
                Read(reader, hints, row, y, codes);
            }
        }

        return codes;
    }

    private static void Read(MultiFormatOneDReader reader, Dictionary<DecodeHintType, object> hints, BitArray row, int y, List<Lined> codes)
    {
        for (var direction = 0; direction < 2; direction++)
        {
            for (var turn = 0; turn < MostOnLine && Zxing.Try(() => reader.decodeRow(y, row, hints)) is { ResultPoints.Length: > 1 } code; turn++)
            {
                var (from, to) = Erase(row, (int)code.ResultPoints.Min(point => point.X), (int)code.ResultPoints.Max(point => point.X));
                var (left, right) = direction == 0 ? (from, to) : (row.Size - 1 - to, row.Size - 1 - from);
                Add(codes, code, left, right, y);
            }

            row.reverse();
        }
    }

    /// <summary>Makes a code white, out to the white on both sides, so that the next one is found: where its bars began and ended.</summary>
    private static (int From, int To) Erase(BitArray row, int from, int to)
    {
        (from, to) = (Math.Clamp(from, 0, row.Size - 1), Math.Clamp(to, 0, row.Size - 1));
        var quiet = Math.Max(2, (to - from) / 20);
        return (Erase(row, from, -1, quiet), Erase(row, from + 1, 1, quiet, to));
    }

    private static int Erase(BitArray row, int from, int step, int quiet, int atLeast = -1)
    {
        var last = from;
        for (var at = from; at >= 0 && at < row.Size && (at <= atLeast || Math.Abs(at - last) <= quiet); at += step)
        {
            if (row[at])
            {
                last = at;
                row[at] = false;
            }
        }

        return last;
    }

    private static void Add(List<Lined> codes, Result code, int left, int right, int y)
    {
        var type = Zxing.NameOf(code.BarcodeFormat);
        if (codes.Find(known => known.Data == code.Text && known.Type == type && known.Goes(left, right, y)) is { } same)
        {
            same.Widen(left, right, y);
        }
        else if (codes.Count < BarcodeReader.Most * Lines)
        {
            codes.Add(new(code.Text, type, left, right, y));
        }
    }

    /// <summary>A code on the lines on which it was read.</summary>
    private sealed class Lined(string data, string type, int left, int right, int top)
    {
        /// <summary>Lines that may miss a code in between: glare, a fold.</summary>
        private const int Gap = 8;

        private readonly int _top = top;
        private int _left = left;
        private int _right = right;
        private int _bottom = top;

        public string Data { get; } = data;

        public string Type { get; } = type;

        public int Lines { get; private set; } = 1;

        public bool Goes(int left, int right, int y) => y - _bottom <= Gap && left <= _right && right >= _left;

        public void Widen(int left, int right, int y)
        {
            Lines += y > _bottom ? 1 : 0;
            (_left, _right, _bottom) = (Math.Min(_left, left), Math.Max(_right, right), y);
        }

        public CodePlace PlaceIn(TurnedPicture picture) => CodePlace.None
            .With(picture.Original(_left, _top)).With(picture.Original(_right, _top)).With(picture.Original(_left, _bottom)).With(picture.Original(_right, _bottom));
    }
}

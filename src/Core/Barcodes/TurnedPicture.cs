namespace Magpie.Barcodes;

/// <summary>A grey picture turned about its middle, or some of its lines then, and the way back to where a pixel was.</summary>
internal sealed class TurnedPicture
{
    private readonly double _cos;
    private readonly double _sin;
    private readonly int _width;
    private readonly int _height;
    private readonly int _turnedHeight;
    private readonly int _everyLine;

    private TurnedPicture(byte[] grey, int width, int height, int everyLine, int originalWidth, int originalHeight, double radians)
    {
        (Grey, Width, _turnedHeight, _everyLine, _width, _height) = (grey, width, height, everyLine, originalWidth, originalHeight);
        (_sin, _cos) = Math.SinCos(radians);
    }

    /// <summary>byte[<see cref="Height"/>, <see cref="Width"/>].</summary>
    public byte[] Grey { get; }

    public int Width { get; }

    /// <summary>Lines that were kept.</summary>
    public int Height => Grey.Length / Width;

    /// <summary>Turns a picture; what was outside is white.</summary>
    /// <param name="everyLine">Which lines of it are kept, from the first: all of them, every second, …</param>
    public static TurnedPicture Of(byte[] grey, int width, int height, int degrees, int everyLine = 1)
    {
        if (degrees == 0 && everyLine == 1)
        {
            return new(grey, width, height, 1, width, height, 0);
        }

        var radians = degrees * Math.PI / 180;
        var (sin, cos) = Math.SinCos(radians);
        var (wide, high) = ((int)Math.Ceiling((width * Math.Abs(cos)) + (height * Math.Abs(sin))), (int)Math.Ceiling((width * Math.Abs(sin)) + (height * Math.Abs(cos))));
        var lines = (high + everyLine - 1) / everyLine;
        var turned = new TurnedPicture(new byte[wide * lines], wide, high, everyLine, width, height, radians);
        for (var y = 0; y < lines; y++)
        {
            for (var x = 0; x < wide; x++)
            {
                var (sourceX, sourceY) = turned.Original(x, y);
                turned.Grey[(y * wide) + x] = Sample(grey, width, height, sourceX, sourceY);
            }
        }

        return turned;
    }

    /// <summary>Where a pixel was before, on a line that was kept.</summary>
    public (double X, double Y) Original(double x, double y)
    {
        var (fromX, fromY) = (x - (Width / 2.0), (y * _everyLine) - (_turnedHeight / 2.0));
        return ((fromX * _cos) + (fromY * _sin) + (_width / 2.0), (fromY * _cos) - (fromX * _sin) + (_height / 2.0));
    }

    private static byte Sample(byte[] grey, int width, int height, double x, double y)
    {
        var (column, row) = ((int)Math.Floor(x), (int)Math.Floor(y));
        if (column < 0 || row < 0 || column >= width - 1 || row >= height - 1)
        {
            return byte.MaxValue;
        }

        var (fx, fy) = (x - column, y - row);
        var at = (row * width) + column;
        return (byte)(((grey[at] * (1 - fx)) + (grey[at + 1] * fx)) * (1 - fy) + (((grey[at + width] * (1 - fx)) + (grey[at + width + 1] * fx)) * fy));
    }
}

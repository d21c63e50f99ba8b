using Magpie.Core.Tests.Imaging;

namespace Magpie.Functions.Tests.Clarifai;

/// <summary>Pictures that look like none of the others.</summary>
internal static class ClarifaiPictures
{
    /// <summary>A PNG of blue and white stripes.</summary>
    public static byte[] Stripes { get; } = Make(96, 96, static (x, y) => (x / 8) % 2 == 0 ? ((byte)20, (byte)40, (byte)220) : ((byte)250, (byte)250, (byte)250));

    /// <summary>A PNG that runs from green to yellow.</summary>
    public static byte[] Meadow { get; } = Make(80, 60, static (x, y) => ((byte)(x * 3), (byte)(120 + y), (byte)20));

    private static byte[] Make(int width, int height, Func<int, int, (byte Red, byte Green, byte Blue)> color)
    {
        var rows = new List<byte>();
        for (var y = 0; y < height; y++)
        {
            rows.Add(0);
            for (var x = 0; x < width; x++)
            {
                var (red, green, blue) = color(x, y);
                rows.AddRange([red, green, blue]);
            }
        }

        return Pictures.Png(width, height, 8, 2, [.. rows]);
    }
}

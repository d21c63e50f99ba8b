namespace Magpie.Imaging;

/// <summary>A placeholder of 28 characters: the picture's lowest frequencies, 4 across and 3 down.</summary>
/// <remarks>Source: github.com/woltapp/blurhash, Algorithm.md and C/encode.c.</remarks>
public static class BlurHash
{
    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~";

    // The hash keeps 12 numbers; more pixels than this change nothing that survives their rounding.
    private const int Side = 64;

    /// <summary>The hash of a picture, alpha over white.</summary>
    public static string Encode(DecodedImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        using var small = image.ResizeTo(new ModelInputSize(Math.Min(image.Width, Side), Math.Min(image.Height, Side), ResizeMode.Stretch));
        return Encode(small.Rgb, small.Width, small.Height, 4, 3);
    }

    /// <summary>The hash of byte[height, width, 3] sRGB pixels.</summary>
    /// <param name="rgb">Pixels.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="across">Components, 1 to 9.</param>
    /// <param name="down">Components, 1 to 9.</param>
    public static string Encode(ReadOnlySpan<byte> rgb, int width, int height, int across, int down)
    {
        if (rgb.Length != checked(width * height * 3))
        {
            throw new ArgumentException("The pixels are not width times height times 3 bytes.", nameof(rgb));
        }

        ArgumentOutOfRangeException.ThrowIfNotEqual(across, Math.Clamp(across, 1, 9));
        ArgumentOutOfRangeException.ThrowIfNotEqual(down, Math.Clamp(down, 1, 9));
        var components = Components(rgb, width, height, across, down);
        Span<char> hash = stackalloc char[4 + (2 * across * down)];
        Put(hash, 0, 1, across - 1 + ((down - 1) * 9));

        var largest = components.Skip(1).SelectMany(c => (double[])[Math.Abs(c.R), Math.Abs(c.G), Math.Abs(c.B)]).DefaultIfEmpty(0).Max();
        var quantised = components.Length > 1 ? Math.Clamp((int)Math.Floor((largest * 166) - 0.5), 0, 82) : 0;
        var scale = components.Length > 1 ? (quantised + 1) / 166.0 : 1;
        Put(hash, 1, 1, quantised);
        Put(hash, 2, 4, (ToSrgb(components[0].R) << 16) + (ToSrgb(components[0].G) << 8) + ToSrgb(components[0].B));
        for (var i = 1; i < components.Length; i++)
        {
            var (r, g, b) = components[i];
            Put(hash, 4 + (2 * i), 2, (Quantise(r / scale) * 19 * 19) + (Quantise(g / scale) * 19) + Quantise(b / scale));
        }

        return new string(hash);
    }

    private static (double R, double G, double B)[] Components(ReadOnlySpan<byte> rgb, int width, int height, int across, int down)
    {
        var linear = new double[256];
        for (var i = 0; i < linear.Length; i++)
        {
            linear[i] = ToLinear(i / 255.0);
        }

        var components = new (double R, double G, double B)[across * down];
        for (var j = 0; j < down; j++)
        {
            for (var i = 0; i < across; i++)
            {
                var (r, g, b) = (0.0, 0.0, 0.0);
                for (var y = 0; y < height; y++)
                {
                    var vertical = Math.Cos(Math.PI * j * y / height);
                    for (var x = 0; x < width; x++)
                    {
                        var basis = vertical * Math.Cos(Math.PI * i * x / width);
                        var at = ((y * width) + x) * 3;
                        r += basis * linear[rgb[at]];
                        g += basis * linear[rgb[at + 1]];
                        b += basis * linear[rgb[at + 2]];
                    }
                }

                var scale = (i == 0 && j == 0 ? 1.0 : 2.0) / (width * height);
                components[(j * across) + i] = (r * scale, g * scale, b * scale);
            }
        }

        return components;
    }

    private static int Quantise(double value) => Math.Clamp((int)Math.Floor((Math.CopySign(Math.Sqrt(Math.Abs(value)), value) * 9) + 9.5), 0, 18);

    private static double ToLinear(double value) => value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);

    private static int ToSrgb(double value)
    {
        var clamped = Math.Clamp(value, 0, 1);
        return clamped <= 0.0031308
            ? (int)((clamped * 12.92 * 255) + 0.5)
            : (int)((((1.055 * Math.Pow(clamped, 1 / 2.4)) - 0.055) * 255) + 0.5);
    }

    private static void Put(Span<char> hash, int at, int length, int value)
    {
        for (var i = length - 1; i >= 0; i--, value /= 83)
        {
            hash[at + i] = Digits[value % 83];
        }
    }
}

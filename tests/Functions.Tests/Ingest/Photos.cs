using Magpie.Core.Tests.Imaging;

namespace Magpie.Functions.Tests.Ingest;

/// <summary>Small files to upload.</summary>
internal static class Photos
{
    /// <summary>A red JPEG, stored as 400 × 300 and shown as 300 × 400, with camera and time.</summary>
    public static byte[] Sideways { get; } = Pictures.WithExif(
        Pictures.Jpeg(Red(400, 300), 400, 300),
        Pictures.Tags(
            (0x010F, "Canon"), (0x0110, "Canon EOS R5"), (0x0112, (short)6), (0x0132, "2026:04:01 09:12:09"), (0x9010, "+02:00")));

    /// <summary>The head of a WebM file and nothing behind it.</summary>
    public static byte[] WebM { get; } =
        [0x1A, 0x45, 0xDF, 0xA3, 0x9F, 0x42, 0x86, 0x81, 1, 0x42, 0xF7, 0x81, 1, 0x42, 0xF2, 0x81, 4, 0x42, 0xF3, 0x81, 8, 0x42, 0x82, 0x84, .. "webm"u8, .. new byte[4096]];

    /// <summary>A PNG of one red.</summary>
    public static byte[] Solid(int width, int height) => Pictures.Png(width, height, 8, 2, Rows(width, height));

    private static byte[] Red(int width, int height)
    {
        var rgb = new byte[width * height * 3];
        for (var at = 0; at < rgb.Length; at += 3)
        {
            (rgb[at], rgb[at + 1], rgb[at + 2]) = Pictures.Red;
        }

        return rgb;
    }

    private static byte[] Rows(int width, int height)
    {
        byte[] row = [0, .. Red(width, 1)];
        return [.. Enumerable.Repeat(row, height).SelectMany(bytes => bytes)];
    }
}

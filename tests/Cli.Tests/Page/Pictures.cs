using System.Buffers.Binary;
using Magpie.Cli.Tests.Running;
using Magpie.Tests.Support;

namespace Magpie.Cli.Tests.Page;

/// <summary>Files to upload.</summary>
internal static class Pictures
{
    public static byte[] Png { get; } = File.ReadAllBytes(Path.Combine(Repository.Root, "docs", "screenshot.png"));

    /// <summary>Path of a picture of three blocks: a browser is told where a large file is sooner than what is in it.</summary>
    public static string Large(TemporaryFolder folder, string name)
    {
        var path = folder.File(name);
        File.WriteAllBytes(path, Bmp(2400, 2400));
        return path;
    }

    /// <summary>A 24-bit BMP of a blue sky over a green meadow: as large as it looks, about 3 bytes a pixel.</summary>
    public static byte[] Bmp(int width, int height)
    {
        const int Header = 54;
        var row = ((width * 3) + 3) & ~3;
        var file = new byte[Header + (row * height)];
        "BM"u8.CopyTo(file);
        int[] fields = [file.Length, 0, Header, 40, width, height, 1 | (24 << 16)];
        for (var field = 0; field < fields.Length; field++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(2 + (4 * field)), fields[field]);
        }

        for (var y = 0; y < height; y++)
        {
            var isSky = y > height / 2;
            for (var x = 0; x < width; x++)
            {
                (isSky ? (ReadOnlySpan<byte>)[235, (byte)(160 + (y % 16)), 90] : [40, (byte)(120 + (x % 32)), 50]).CopyTo(file.AsSpan(Header + (y * row) + (3 * x)));
            }
        }

        return file;
    }
}

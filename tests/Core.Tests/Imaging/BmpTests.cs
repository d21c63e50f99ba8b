using System.Buffers.Binary;
using FsCheck;
using FsCheck.Fluent;
using Magpie.Imaging;
using Magpie.Tests.Support;

namespace Magpie.Core.Tests.Imaging;

[Trait(Editions.Only, Editions.Embedded)]
public sealed class BmpTests
{
    private const int HeaderSize = 54;

    private static readonly ImageDecoder Decoder = new(new ImagingOptions());

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(24)]
    [InlineData(32)]
    public void Every_depth_shows_its_colours(int bits)
    {
        foreach (var topDown in (bool[])[false, true])
        {
            using var image = Pixels.Decode(Bitmap(50, 30, bits, topDown));
            using var pixels = image.ToRgb();

            (pixels.Width, pixels.Height).ShouldBe((50, 30));
            image.HasAlpha.ShouldBeFalse();
            pixels.ShouldShowQuadrants(8);
        }
    }

    [Fact]
    public void One_bit_a_pixel_is_black_and_white()
    {
        var file = Header(10, 2, 1, 0, palette: [0x000000, 0xFFFFFF]);
        byte[] rows = [0b1010_1010, 0b1000_0000, 0, 0, 0b1111_0000, 0, 0, 0];
        using var image = Pixels.Decode([.. file, .. rows]);
        using var pixels = image.ToRgb();

        Row(pixels, 0).ShouldBe([255, 255, 255, 255, 0, 0, 0, 0, 0, 0]);
        Row(pixels, 1).ShouldBe([255, 0, 255, 0, 255, 0, 255, 0, 255, 0]);

        static byte[] Row(PixelBuffer pixels, int y) => [.. Enumerable.Range(0, 10).Select(x => pixels.Rgb[((y * 10) + x) * 3])];
    }

    [Fact]
    public void Runs_literals_jumps_and_line_ends_are_followed()
    {
        // Row 0 (bottom): 4 × colour 1. Row 1: colours 2 3 2 literally, then a jump of one right. Row 2: nothing.
        byte[] data = [4, 1, 0, 0, 0, 3, 2, 3, 2, 0, 0, 0, 0, 0, 0, 1];
        var file = Header(4, 3, 8, 1, palette: [0x000000, 0xFF0000, 0x00FF00, 0x0000FF]);
        using var image = Pixels.Decode([.. file, .. data]);
        using var pixels = image.ToRgb();

        Colour(0, 2).ShouldBe(0xFF0000);
        Colour(3, 2).ShouldBe(0xFF0000);
        Colour(0, 1).ShouldBe(0x00FF00);
        Colour(1, 1).ShouldBe(0x0000FF);
        Colour(3, 1).ShouldBe(0x000000);
        Colour(0, 0).ShouldBe(0x000000);

        int Colour(int x, int y) => BinaryPrimitives.ReadInt32BigEndian([0, .. pixels.Rgb.Slice(((y * 4) + x) * 3, 3)]);
    }

    [Fact]
    public void Dimensions_that_overflow_are_refused_before_anything_is_allocated()
    {
        foreach (var (width, height) in ((int, int)[])[(int.MaxValue, int.MaxValue), (int.MaxValue, 1), (1, int.MinValue), (0, 5), (-3, 5), (70_000, 70_000)])
        {
            var file = Bitmap(8, 8, 24);
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(18), width);
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), height);

            Decoder.Inspect(file).IsOk.ShouldBeFalse($"{width} x {height}");
        }
    }

    [Fact]
    public void Any_bytes_behind_a_header_end_in_a_result() => Prop.ForAll<byte[], byte>((tail, kind) =>
    {
        (int, uint)[] kinds = [(1, 0), (4, 0), (8, 0), (16, 0), (24, 0), (32, 0), (8, 1), (4, 2), (16, 3)];
        var (bits, compression) = kinds[kind % kinds.Length];
        using var image = Decoder.Decode((byte[])[.. Header(1 + (kind % 7), 1 + (kind % 5), bits, compression, [0x112233]), .. tail]).Value;
        return true;
    }).QuickCheckThrowOnFailure();

    /// <summary>Quadrants as a bitmap of 4, 8, 16, 24 or 32 bits a pixel.</summary>
    internal static byte[] Bitmap(int width, int height, int bits, bool topDown = false)
    {
        (byte R, byte G, byte B)[] colours = [Pictures.Red, Pictures.Green, Pictures.Blue, Pictures.Yellow];
        var stride = ((width * bits) + 31) / 32 * 4;
        var rows = new byte[stride * height];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var index = (x < width / 2 ? 0 : 1) + (y < height / 2 ? 0 : 2);
                var (r, g, b) = colours[index];
                var row = rows.AsSpan((topDown ? y : height - 1 - y) * stride, stride);
                switch (bits)
                {
                    case 4:
                        row[x / 2] |= (byte)(index << (x % 2 == 0 ? 4 : 0));
                        break;
                    case 8:
                        row[x] = (byte)index;
                        break;
                    case 16:
                        BinaryPrimitives.WriteUInt16LittleEndian(row[(x * 2)..], (ushort)(((r >> 3) << 10) | ((g >> 3) << 5) | (b >> 3)));
                        break;
                    default:
                        (row[x * bits / 8], row[(x * bits / 8) + 1], row[(x * bits / 8) + 2]) = (b, g, r);
                        break;
                }
            }
        }

        var palette = bits <= 8 ? colours.Select(colour => (uint)((colour.R << 16) | (colour.G << 8) | colour.B)).ToArray() : [];
        return [.. Header(width, topDown ? -height : height, bits, 0, palette), .. rows];
    }

    private static byte[] Header(int width, int height, int bits, uint compression, uint[] palette)
    {
        var header = new byte[HeaderSize + (palette.Length * 4)];
        "BM"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(10), header.Length);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(22), height);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(26), 1);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(28), (short)bits);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(30), compression);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(46), palette.Length);
        for (var i = 0; i < palette.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(HeaderSize + (i * 4)), palette[i]);
        }

        return header;
    }
}

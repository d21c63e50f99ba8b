using System.Buffers.Binary;
using NetVips.Native;

namespace NetVips.Loaders;

/// <summary>Reads Windows bitmaps, which this build of libvips does not.</summary>
internal static class BmpLoader
{
    public const string Suffix = ".bmp";

    public static bool Recognises(ReadOnlySpan<byte> file) => file.StartsWith("BM"u8);

    /// <summary>Checks the header; the pixels are read when they are wanted.</summary>
    public static Image Open(byte[] file)
    {
        var header = BmpHeader.Read(file);
        using var black = Operation.New("black").With("width", header.Width).With("height", header.Height).With("bands", header.Bands).ToImage();
        var frame = black.Copy(interpretation: Enums.Interpretation.Srgb);
        return frame.Deferred(() => Decode(header, file));
    }

    private static nint Decode(in BmpHeader header, byte[] file)
    {
        using var pixels = new NativePixels(header.Width, header.Height, header.Bands);
        if (header.IsRunLength)
        {
            BmpRunLength.Decode(header, file, Palette(header, file), pixels.Span);
        }
        else
        {
            Rows(header, file, pixels.Span);
        }

        return pixels.ToImage();
    }

    /// <summary>256 colours as 0x00RRGGBB; black where the file has none.</summary>
    private static uint[] Palette(in BmpHeader header, ReadOnlySpan<byte> file)
    {
        var palette = new uint[256];
        for (var i = 0; i < header.PaletteCount; i++)
        {
            var at = header.PaletteOffset + (i * header.PaletteEntrySize);
            if (at + 3 > file.Length)
            {
                break;
            }

            palette[i] = ((uint)file[at + 2] << 16) | ((uint)file[at + 1] << 8) | file[at];
        }

        return palette;
    }

    private static void Rows(in BmpHeader header, ReadOnlySpan<byte> file, Span<byte> pixels)
    {
        var palette = header.BitsPerPixel <= 8 ? Palette(header, file) : [];
        var rowLength = header.Width * header.Bands;
        var opaque = true;
        for (var y = 0; y < header.Height; y++)
        {
            var row = file.Slice((int)(header.PixelOffset + (y * header.Stride)), (int)header.Stride);
            var target = pixels.Slice((header.TopDown ? y : header.Height - 1 - y) * rowLength, rowLength);
            switch (header.BitsPerPixel)
            {
                case <= 8:
                    Indexed(row, palette, header.BitsPerPixel, target);
                    break;
                case 24:
                    for (var x = 0; x < target.Length; x += 3)
                    {
                        (target[x], target[x + 1], target[x + 2]) = (row[x + 2], row[x + 1], row[x]);
                    }

                    break;
                default:
                    opaque &= Masked(header, row, target);
                    break;
            }
        }

        // Alpha that is zero everywhere was never meant.
        if (opaque && header.Bands == 4)
        {
            for (var i = 3; i < pixels.Length; i += 4)
            {
                pixels[i] = 255;
            }
        }
    }

    private static void Indexed(ReadOnlySpan<byte> row, uint[] palette, int bits, Span<byte> target)
    {
        var perByte = 8 / bits;
        var mask = (1 << bits) - 1;
        for (var x = 0; x < target.Length / 3; x++)
        {
            var colour = palette[(row[x / perByte] >> (8 - bits - (x % perByte * bits))) & mask];
            (target[x * 3], target[(x * 3) + 1], target[(x * 3) + 2]) = ((byte)(colour >> 16), (byte)(colour >> 8), (byte)colour);
        }
    }

    /// <summary>Answers whether every pixel's alpha is zero.</summary>
    private static bool Masked(in BmpHeader header, ReadOnlySpan<byte> row, Span<byte> target)
    {
        var (red, green, blue, alpha) = (new BmpChannel(header.Masks.Red), new BmpChannel(header.Masks.Green),
            new BmpChannel(header.Masks.Blue), new BmpChannel(header.Masks.Alpha));
        var bytes = header.BitsPerPixel / 8;
        var invisible = true;
        for (var x = 0; x < header.Width; x++)
        {
            var pixel = bytes == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(row[(x * 2)..]) : BinaryPrimitives.ReadUInt32LittleEndian(row[(x * 4)..]);
            var at = target[(x * header.Bands)..];
            (at[0], at[1], at[2]) = (red.Of(pixel), green.Of(pixel), blue.Of(pixel));
            if (header.Bands == 4)
            {
                at[3] = alpha.Of(pixel);
                invisible &= at[3] == 0;
            }
        }

        return invisible;
    }
}

using System.Buffers.Binary;
using System.Numerics;

namespace NetVips.Loaders;

/// <summary>What the headers of a BMP file say, checked; nothing is allocated by the numbers in it.</summary>
/// <remarks>Source: Microsoft, "Bitmap Storage" (BITMAPCOREHEADER to BITMAPV5HEADER). Wrong file sizes and plane counts are ignored, as everyone does.</remarks>
internal readonly record struct BmpHeader
{
    public const int FileHeaderSize = 14;
    public const uint BiRgb = 0;
    public const uint BiRle8 = 1;
    public const uint BiRle4 = 2;
    public const uint BiBitFields = 3;
    public const uint BiAlphaBitFields = 6;

    private const int CoreHeaderSize = 12;
    private const int InfoHeaderSize = 40;
    private const long MostPixels = 0x3FFFL * 0x3FFF;

    public required int Width { get; init; }

    public required int Height { get; init; }

    /// <summary>Whether the first row in the file is the top one.</summary>
    public required bool TopDown { get; init; }

    /// <summary>1, 4, 8, 16, 24 or 32.</summary>
    public required int BitsPerPixel { get; init; }

    public required uint Compression { get; init; }

    public required int PaletteOffset { get; init; }

    public required int PaletteCount { get; init; }

    /// <summary>Bytes of one colour of the palette: 3 or 4.</summary>
    public required int PaletteEntrySize { get; init; }

    public required int PixelOffset { get; init; }

    /// <summary>Bits of red, green, blue and alpha in a pixel of 16 or 32 bits.</summary>
    public required (uint Red, uint Green, uint Blue, uint Alpha) Masks { get; init; }

    public int Bands => Masks.Alpha != 0 ? 4 : 3;

    public bool IsRunLength => Compression is BiRle8 or BiRle4;

    /// <summary>Bytes of a row, a multiple of four.</summary>
    public long Stride => ((((long)Width * BitsPerPixel) + 31) / 32) * 4;

    public static BmpHeader Read(ReadOnlySpan<byte> file)
    {
        Require(file.Length >= FileHeaderSize + CoreHeaderSize, "the header is cut off");
        var size = BinaryPrimitives.ReadUInt32LittleEndian(file[FileHeaderSize..]);
        Require(size is CoreHeaderSize or (>= 16 and <= 1024) && file.Length >= FileHeaderSize + size, "the header's size is wrong");
        var dib = file.Slice(FileHeaderSize, (int)size);
        var isCore = size == CoreHeaderSize;
        long width = isCore ? BinaryPrimitives.ReadUInt16LittleEndian(dib[4..]) : BinaryPrimitives.ReadInt32LittleEndian(dib[4..]);
        long height = isCore ? BinaryPrimitives.ReadUInt16LittleEndian(dib[6..]) : BinaryPrimitives.ReadInt32LittleEndian(dib[8..]);
        var bits = BinaryPrimitives.ReadUInt16LittleEndian(dib[(isCore ? 10 : 14)..]);
        var compression = size >= 20 ? BinaryPrimitives.ReadUInt32LittleEndian(dib[16..]) : BiRgb;
        Require(width > 0 && height != 0, "the dimensions are not positive");
        Require(Math.Abs(height) <= int.MaxValue && width * Math.Abs(height) <= MostPixels, "too many pixels");
        Require(IsKnown(bits, compression), $"{bits} bits a pixel with compression {compression} are not supported");
        Require(height > 0 || compression is not (BiRle8 or BiRle4), "run-length coded rows cannot run from the top");

        var masksAfterHeader = size == InfoHeaderSize ? compression switch { BiBitFields => 12, BiAlphaBitFields => 16, _ => 0 } : 0;
        var colours = bits <= 8 ? 1 << bits : 0;
        var declared = size >= 36 ? BinaryPrimitives.ReadUInt32LittleEndian(dib[32..]) : 0;
        var header = new BmpHeader
        {
            Width = (int)width,
            Height = (int)Math.Abs(height),
            TopDown = height < 0,
            BitsPerPixel = bits,
            Compression = compression,
            PaletteOffset = FileHeaderSize + (int)size + masksAfterHeader,
            PaletteCount = declared == 0 ? colours : (int)Math.Min(declared, (uint)colours),
            PaletteEntrySize = isCore ? 3 : 4,
            PixelOffset = (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(file[10..]), int.MaxValue),
            Masks = ReadMasks(file, (int)size, bits, compression),
        };
        Require(header.PixelOffset >= FileHeaderSize + size, "the pixels begin inside the header");
        Require(
            header.IsRunLength ? header.PixelOffset < file.Length : header.PixelOffset + (header.Stride * header.Height) <= file.Length,
            "the pixels are cut off");
        return header;
    }

    private static (uint Red, uint Green, uint Blue, uint Alpha) ReadMasks(ReadOnlySpan<byte> file, int size, int bits, uint compression)
    {
        if (compression is not (BiBitFields or BiAlphaBitFields))
        {
            return bits == 16 ? (0x7C00u, 0x03E0u, 0x001Fu, 0u) : (0x00FF0000u, 0x0000FF00u, 0x000000FFu, 0u);
        }

        var hasAlpha = size >= 56 || compression == BiAlphaBitFields;
        var at = file[(FileHeaderSize + InfoHeaderSize)..];
        Require(size >= InfoHeaderSize && at.Length >= (hasAlpha ? 16 : 12), "the colour masks are missing");
        var masks = (
            Red: BinaryPrimitives.ReadUInt32LittleEndian(at),
            Green: BinaryPrimitives.ReadUInt32LittleEndian(at[4..]),
            Blue: BinaryPrimitives.ReadUInt32LittleEndian(at[8..]),
            Alpha: hasAlpha ? BinaryPrimitives.ReadUInt32LittleEndian(at[12..]) : 0u);
        Require(IsRun(masks.Red) && IsRun(masks.Green) && IsRun(masks.Blue) && (masks.Alpha == 0 || IsRun(masks.Alpha)), "a colour mask has gaps");
        return masks;
    }

    private static bool IsKnown(int bits, uint compression) => (bits, compression) is
        (1 or 4 or 8 or 16 or 24 or 32, BiRgb) or (8, BiRle8) or (4, BiRle4) or (16 or 32, BiBitFields or BiAlphaBitFields);

    private static bool IsRun(uint mask) => mask != 0 && BitOperations.PopCount(mask) == 32 - BitOperations.LeadingZeroCount(mask) - BitOperations.TrailingZeroCount(mask);

    private static void Require(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new VipsException($"bmpload: {otherwise}");
        }
    }
}

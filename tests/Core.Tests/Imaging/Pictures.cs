using System.Buffers.Binary;
using System.IO.Compression;
using NetVips;

namespace Magpie.Core.Tests.Imaging;

/// <summary>Pictures made for tests: known colours in known places.</summary>
internal static class Pictures
{
    public static readonly (byte R, byte G, byte B) Red = (220, 30, 30);
    public static readonly (byte R, byte G, byte B) Green = (30, 200, 60);
    public static readonly (byte R, byte G, byte B) Blue = (30, 60, 210);
    public static readonly (byte R, byte G, byte B) Yellow = (240, 220, 40);

    /// <summary>byte[height, width, 3]: red and green above, blue and yellow below.</summary>
    public static byte[] Quadrants(int width, int height)
    {
        var rgb = new byte[width * height * 3];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (r, g, b) = (x < width / 2, y < height / 2) switch
                {
                    (true, true) => Red,
                    (false, true) => Green,
                    (true, false) => Blue,
                    _ => Yellow,
                };
                var at = ((y * width) + x) * 3;
                (rgb[at], rgb[at + 1], rgb[at + 2]) = (r, g, b);
            }
        }

        return rgb;
    }

    /// <summary>Smooth colours with some texture, as a photo has.</summary>
    public static byte[] Scene(int width, int height)
    {
        var rgb = new byte[width * height * 3];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var at = ((y * width) + x) * 3;
                var wave = (Math.Sin(x * 0.11) + Math.Cos(y * 0.07)) * 20;
                rgb[at] = (byte)Math.Clamp((200.0 * x / width) + wave + 25, 0, 255);
                rgb[at + 1] = (byte)Math.Clamp((180.0 * y / height) + wave + 30, 0, 255);
                rgb[at + 2] = (byte)Math.Clamp(140 - wave + (40.0 * (x + y) / (width + height)), 0, 255);
            }
        }

        return rgb;
    }

    /// <summary>Patches of random grey that flow into each other.</summary>
    public static byte[] Patches(int width, int height, uint seed)
    {
        var grid = new double[10 * 10];
        for (var i = 0; i < grid.Length; i++)
        {
            seed = (seed * 1664525) + 1013904223;
            grid[i] = seed >> 24;
        }

        var rgb = new byte[width * height * 3];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (gx, gy) = (8.0 * x / width, 8.0 * y / height);
                var (ix, iy) = ((int)gx, (int)gy);
                var top = grid[(iy * 10) + ix] + ((gx - ix) * (grid[(iy * 10) + ix + 1] - grid[(iy * 10) + ix]));
                var bottom = grid[(iy * 10) + ix + 10] + ((gx - ix) * (grid[(iy * 10) + ix + 11] - grid[(iy * 10) + ix + 10]));
                rgb.AsSpan(((y * width) + x) * 3, 3).Fill((byte)(top + ((gy - iy) * (bottom - top))));
            }
        }

        return rgb;
    }

    /// <summary>The picture in a format, AV1 within AVIF.</summary>
    public static byte[] Save(this Image image, string suffix) => suffix == ".avif"
        ? image.WriteToBuffer(suffix, new VOption { { "compression", Enums.ForeignHeifCompression.Av1 } })
        : image.WriteToBuffer(suffix);

    public static Image Open(byte[] pixels, int width, int height, int bands = 3)
    {
        using var image = Image.NewFromMemoryCopy<byte>(pixels, width, height, bands, Enums.BandFormat.Uchar);
        return image.Copy(interpretation: bands < 3 ? Enums.Interpretation.Bw : Enums.Interpretation.Srgb);
    }

    public static byte[] Jpeg(byte[] rgb, int width, int height, bool interlace = false)
    {
        using var image = Open(rgb, width, height);
        return image.JpegsaveBuffer(q: 97, interlace: interlace);
    }

    /// <summary>Puts an EXIF block with an orientation, maker, time and offset right behind the first marker of a JPEG.</summary>
    public static byte[] WithExif(byte[] jpeg, byte[] tiff)
    {
        var segment = new byte[4 + 6 + tiff.Length];
        (segment[0], segment[1]) = (0xFF, 0xE1);
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(2), (ushort)(segment.Length - 2));
        "Exif\0\0"u8.CopyTo(segment.AsSpan(4));
        tiff.CopyTo(segment, 10);
        return [.. jpeg[..2], .. segment, .. jpeg[2..]];
    }

    /// <summary>A TIFF structure with one directory of ASCII and SHORT tags.</summary>
    public static byte[] Tags(params (ushort Tag, object Value)[] tags)
    {
        var directory = new byte[8 + 2 + (tags.Length * 12) + 4];
        "II*\0\x08\0\0\0"u8.CopyTo(directory);
        BinaryPrimitives.WriteUInt16LittleEndian(directory.AsSpan(8), (ushort)tags.Length);
        var tail = new List<byte>();
        for (var i = 0; i < tags.Length; i++)
        {
            var entry = directory.AsSpan(10 + (i * 12), 12);
            BinaryPrimitives.WriteUInt16LittleEndian(entry, tags[i].Tag);
            if (tags[i].Value is string text)
            {
                byte[] bytes = [.. System.Text.Encoding.ASCII.GetBytes(text), 0];
                BinaryPrimitives.WriteUInt16LittleEndian(entry[2..], 2);
                BinaryPrimitives.WriteInt32LittleEndian(entry[4..], bytes.Length);
                BinaryPrimitives.WriteInt32LittleEndian(entry[8..], directory.Length + tail.Count);
                tail.AddRange(bytes);
            }
            else
            {
                BinaryPrimitives.WriteUInt16LittleEndian(entry[2..], (ushort)(tags[i].Value is int ? 4 : 3));
                BinaryPrimitives.WriteInt32LittleEndian(entry[4..], 1);
                BinaryPrimitives.WriteInt32LittleEndian(entry[8..], Convert.ToInt32(tags[i].Value, System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        return [.. directory, .. tail];
    }

    /// <summary>A PNG of rows that are given raw, filter bytes included.</summary>
    public static byte[] Png(int width, int height, byte depth, byte colorType, byte[] rows)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (depth, colorType);
        using var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionLevel.Optimal))
        {
            zlib.Write(rows);
        }

        return [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, .. Chunk("IHDR"u8, header), .. Chunk("IDAT"u8, data.ToArray()), .. Chunk("IEND"u8, [])];
    }

    /// <summary>An animation of frames of one pixel.</summary>
    public static byte[] Gif(int width, int height, int frames)
    {
        byte[] frame = [0x21, 0xF9, 4, 0, 1, 0, 0, 0, 0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x4C, 1, 0];
        return
        [
            .. "GIF89a"u8, (byte)width, (byte)(width >> 8), (byte)height, (byte)(height >> 8), 0x80, 0, 0, 200, 30, 30, 255, 255, 255,
            .. Enumerable.Repeat(frame, frames).SelectMany(bytes => bytes), 0x3B,
        ];
    }

    private static byte[] Chunk(ReadOnlySpan<byte> type, byte[] data)
    {
        byte[] body = [.. type, .. data];
        var chunk = new byte[4 + body.Length + 4];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        body.CopyTo(chunk, 4);
        var crc = 0xFFFFFFFFu;
        foreach (var value in body)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320u);
            }
        }

        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(4 + body.Length), ~crc);
        return chunk;
    }
}

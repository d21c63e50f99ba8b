using System.Buffers.Binary;

namespace Magpie.Imaging;

/// <summary>Tells file types by their signatures; every read is bounded by what is there.</summary>
internal static class LeadingBytes
{
    private const int TransportStreamPacket = 188;

    public static FileType? Sniff(ReadOnlySpan<byte> head) => head switch
    {
        [0xFF, 0xD8, 0xFF, ..] => FileType.Jpeg,
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => FileType.Png,
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => FileType.Gif,
        [(byte)'I', (byte)'I', 0x2A, 0x00, ..] or [(byte)'M', (byte)'M', 0x00, 0x2A, ..] => FileType.Tiff,
        [(byte)'I', (byte)'I', 0x2B, 0x00, ..] or [(byte)'M', (byte)'M', 0x00, 0x2B, ..] => FileType.Tiff,
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, ..] => Riff(head),
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] => BaseMedia(head),
        [_, _, _, _, (byte)'m', (byte)'o', (byte)'o', (byte)'v', ..] or [_, _, _, _, (byte)'w', (byte)'i', (byte)'d', (byte)'e', ..] or
            [_, _, _, _, (byte)'m', (byte)'d', (byte)'a', (byte)'t', ..] => FileType.QuickTime,
        [0x1A, 0x45, 0xDF, 0xA3, ..] => Ebml(head),
        [0x00, 0x00, 0x01, 0xBA or 0xB3, ..] => FileType.Mpeg,
        [0x47, ..] when head.Length > TransportStreamPacket && head[TransportStreamPacket] == 0x47 => FileType.Mpeg,
        [(byte)'B', (byte)'M', ..] => Bitmap(head),
        _ => null,
    };

    private static FileType? Riff(ReadOnlySpan<byte> head) =>
        head.Length < 12 ? null
        : head[8..12].SequenceEqual("WEBP"u8) ? FileType.WebP
        : head[8..12].SequenceEqual("AVI "u8) ? FileType.Avi
        : null;

    /// <summary>ISO base media (ISO/IEC 14496-12): the major brand, or for the neutral ones the compatible brands, tell.</summary>
    private static FileType? BaseMedia(ReadOnlySpan<byte> head)
    {
        var size = (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(head), (uint)head.Length);
        if (size < 12)
        {
            return null;
        }

        var major = Brand(head[8..12]);
        for (var at = 16; major is null && at + 4 <= size; at += 4)
        {
            major = Brand(head.Slice(at, 4));
        }

        return major;
    }

    private static FileType? Brand(ReadOnlySpan<byte> brand) =>
        brand.SequenceEqual("avif"u8) || brand.SequenceEqual("avis"u8) ? FileType.Avif
        : brand.StartsWith("hei"u8) || brand.StartsWith("hev"u8) ? FileType.Heic
        : brand.SequenceEqual("qt  "u8) ? FileType.QuickTime
        : brand.StartsWith("iso"u8) || brand.StartsWith("mp4"u8) || brand.StartsWith("M4V"u8) || brand.StartsWith("avc"u8) ||
          brand.StartsWith("dash"u8) || brand.StartsWith("3g"u8) || brand.StartsWith("MSNV"u8) || brand.StartsWith("f4v"u8) ||
          brand.StartsWith("mmp4"u8) ? FileType.Mp4
        : null;

    /// <summary>EBML: the document type stands in the header, element 0x4282.</summary>
    private static FileType? Ebml(ReadOnlySpan<byte> head)
    {
        var header = head[..Math.Min(head.Length, 64)];
        var at = header.IndexOf([(byte)0x42, (byte)0x82]);
        return at < 0 ? null
            : header[at..].IndexOf("webm"u8) is >= 3 and <= 11 ? FileType.WebM
            : header[at..].IndexOf("matroska"u8) is >= 3 and <= 11 ? FileType.Matroska
            : null;
    }

    /// <summary>Two letters are too few to tell: the size of the second header must be one that exists.</summary>
    private static FileType? Bitmap(ReadOnlySpan<byte> head) =>
        head.Length >= 18 && BinaryPrimitives.ReadUInt32LittleEndian(head[14..]) is 12 or 16 or 40 or 52 or 56 or 64 or 108 or 124
            ? FileType.Bmp
            : null;
}

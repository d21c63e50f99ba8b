using System.Buffers.Binary;
using Magpie.Imaging;

namespace Magpie.Video;

/// <summary>
/// Whether a file ends before its container says that it does: decoders play what is there and say nothing. Only what the outermost lengths
/// tell; MPEG streams have none.
/// </summary>
internal static class ContainerEnd
{
    /// <summary>Boxes that are followed; a file has a handful, a stream recorded in fragments thousands.</summary>
    private const int MostBoxes = 64;

    private const int BoxHeader = 16;

    /// <summary>Reads at an offset until the destination is full or the file ends; answers how much.</summary>
    public delegate Task<int> Reader(long offset, Memory<byte> destination, CancellationToken cancellationToken);

    /// <summary>Whether the end is missing.</summary>
    /// <param name="head">The file's first bytes, <see cref="FileTypes.SniffLength"/> of them where it has so many.</param>
    /// <param name="length">Of the file, in bytes.</param>
    public static async Task<bool> IsMissingAsync(FileType type, ReadOnlyMemory<byte> head, long length, Reader read, CancellationToken cancellationToken) =>
        type switch
        {
            FileType.Mp4 or FileType.QuickTime => await IsMissingBoxesAsync(length, read, cancellationToken),
            FileType.Avi => IsMissingRiff(head.Span, length),
            FileType.WebM or FileType.Matroska => IsMissingSegment(head.Span, length),
            _ => false,
        };

    /// <summary>ISO/IEC 14496-12: 32 bits of length, four letters, then 64 bits of length where the first says 1; 0 means to the end.</summary>
    private static async Task<bool> IsMissingBoxesAsync(long length, Reader read, CancellationToken cancellationToken)
    {
        var header = new byte[BoxHeader];
        var at = 0L;
        for (var box = 0; box < MostBoxes && length - at >= 8; box++)
        {
            var got = await read(at, header, cancellationToken);
            if (got < 8 || !IsKnown(header.AsSpan(4, 4)))
            {
                // What follows the last box is no part of the video.
                return false;
            }

            var size = (long)BinaryPrimitives.ReadUInt32BigEndian(header);
            if (size == 1 && got == BoxHeader)
            {
                size = BinaryPrimitives.ReadInt64BigEndian(header.AsSpan(8));
            }

            if (size < 8)
            {
                return false;
            }

            if (size > length - at)
            {
                return true;
            }

            at += size;
        }

        return false;
    }

    private static bool IsKnown(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("ftyp"u8) || name.SequenceEqual("moov"u8) || name.SequenceEqual("mdat"u8) || name.SequenceEqual("free"u8)
        || name.SequenceEqual("skip"u8) || name.SequenceEqual("wide"u8) || name.SequenceEqual("moof"u8) || name.SequenceEqual("uuid"u8)
        || name.SequenceEqual("styp"u8) || name.SequenceEqual("sidx"u8) || name.SequenceEqual("meta"u8) || name.SequenceEqual("mfra"u8);

    /// <summary>32 bits of length behind the first four letters; programs that cannot go back leave 0 or all ones.</summary>
    private static bool IsMissingRiff(ReadOnlySpan<byte> head, long length) =>
        head.Length >= 8 && BinaryPrimitives.ReadUInt32LittleEndian(head[4..]) is > 0 and < uint.MaxValue and var size && 8L + size > length;

    /// <summary>RFC 8794 and RFC 9559: the EBML header, then the segment with its length, unless that is "unknown".</summary>
    private static bool IsMissingSegment(ReadOnlySpan<byte> head, long length)
    {
        if (head.Length < 5 || Number(head[4..]) is not ({ } header, var width))
        {
            return false;
        }

        var segment = 4 + width + header;
        if (segment + 12 > head.Length || BinaryPrimitives.ReadUInt32BigEndian(head[(int)segment..]) != 0x18538067)
        {
            return false;
        }

        return Number(head[((int)segment + 4)..]) is ({ } size, var sizeWidth) && size > length - segment - 4 - sizeWidth;
    }

    /// <summary>A number as EBML writes it, and its width in bytes; null for "unknown" (all ones).</summary>
    private static (long? Value, int Width) Number(ReadOnlySpan<byte> bytes)
    {
        var width = System.Numerics.BitOperations.LeadingZeroCount((uint)bytes[0]) - 24 + 1;
        if (width > 8 || bytes.Length < width)
        {
            return (null, width);
        }

        long value = bytes[0] & (0xFF >> width);
        var unknown = value == 0xFF >> width;
        foreach (var next in bytes[1..width])
        {
            value = (value << 8) | next;
            unknown &= next == 0xFF;
        }

        return (unknown ? null : value, width);
    }
}

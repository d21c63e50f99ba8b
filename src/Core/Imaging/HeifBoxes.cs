using System.Buffers.Binary;

namespace Magpie.Imaging;

/// <summary>The outermost boxes of a HEIC or AVIF file.</summary>
/// <remarks>Source: ISO/IEC 14496-12, 4.2. libheif fills tiles that are missing with black instead of refusing them.</remarks>
internal static class HeifBoxes
{
    private const int MostBoxes = 1000;

    /// <summary>Whether the boxes that make up the picture end within the file.</summary>
    public static bool AreWhole(ReadOnlySpan<byte> file)
    {
        ulong at = 0;
        for (var boxes = 0; boxes < MostBoxes && at + 8 <= (ulong)file.Length; boxes++)
        {
            var header = file[(int)at..];
            ulong size = BinaryPrimitives.ReadUInt32BigEndian(header);
            if (size == 1 && header.Length >= 16)
            {
                size = BinaryPrimitives.ReadUInt64BigEndian(header[8..]);
            }

            // 0 stands for "to the end of the file"; anything below 8 is no box, but padding behind the last one.
            if (size < 8)
            {
                return true;
            }

            var type = header.Slice(4, 4);
            if (size > (ulong)file.Length - at)
            {
                return !type.SequenceEqual("mdat"u8) && !type.SequenceEqual("meta"u8);
            }

            at += size;
        }

        return true;
    }
}

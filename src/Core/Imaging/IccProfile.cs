using System.Buffers.Binary;

namespace Magpie.Imaging;

/// <summary>What matters of an embedded colour profile.</summary>
/// <remarks>Source: ICC.1:2022, 7.2 (header of 128 bytes), 7.3 (tag table).</remarks>
internal static class IccProfile
{
    private const int HeaderSize = 128;
    private const int EntrySize = 12;
    private const int MostTags = 100;

    /// <summary>Whether its description begins with sRGB, as those of HP, Google, Sony and others do.</summary>
    public static bool IsSrgb(ReadOnlySpan<byte> profile)
    {
        if (profile.Length < HeaderSize + 4)
        {
            return false;
        }

        var tags = Math.Min(BinaryPrimitives.ReadUInt32BigEndian(profile[HeaderSize..]), MostTags);
        for (var at = HeaderSize + 4; tags > 0 && at + EntrySize <= profile.Length; at += EntrySize, tags--)
        {
            if (profile.Slice(at, 4).SequenceEqual("desc"u8))
            {
                return Describes(profile, BinaryPrimitives.ReadUInt32BigEndian(profile[(at + 4)..]), BinaryPrimitives.ReadUInt32BigEndian(profile[(at + 8)..]));
            }
        }

        return false;
    }

    /// <summary>The text follows 12 bytes in (version 2, ASCII) or 28 (version 4, UTF-16).</summary>
    private static bool Describes(ReadOnlySpan<byte> profile, uint offset, uint size)
    {
        if ((ulong)offset + size > (ulong)profile.Length)
        {
            return false;
        }

        var tag = profile.Slice((int)offset, (int)size);
        return (tag.Length > 16 && tag[12..].StartsWith("sRGB"u8)) || (tag.Length > 36 && tag[28..].StartsWith("\0s\0R\0G\0B"u8));
    }
}

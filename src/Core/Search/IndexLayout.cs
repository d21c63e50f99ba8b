using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Magpie.Search;

/// <summary>
/// How an index lies in memory and in its blob: a header, sections that begin at multiples of 64 bytes, and the XXH128 of everything before it.
/// Little-endian. A reader checks length and checksum before it uses anything else.
/// </summary>
internal static class IndexLayout
{
    /// <summary>"Magpie search, format 4": in the first, postings said what a user denied; the second had no documents; the third ended with a SHA-256.</summary>
    public const ulong Magic = 0x34_48_43_53_50_47_41_4D;

    public const int Alignment = 64;

    public const int ChecksumBytes = 16;

    /// <summary>Models whose vectors lie side by side.</summary>
    public const int MaxModels = 16;

    /// <summary>Tells damage, not malice: only the service writes the container. Several times as fast as a digest that would tell both.</summary>
    public static void Checksum(ReadOnlySpan<byte> bytes, Span<byte> checksum) => XxHash128.Hash(bytes, checksum);

    public static int Align(long length) => checked((int)((length + Alignment - 1) / Alignment * Alignment));
}

/// <summary>The head of an index: how many of what, and where.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct IndexHeader
{
    public ulong Magic;
    public int Assets;
    public int Terms;
    public int Postings;
    public int Texts;
    public int Models;
    public int DocumentBlocks;

    /// <summary>Offsets in bytes: records; term ends and bytes; posting ends and postings; text ends and bytes; model descriptors; document blocks and their bytes.</summary>
    public int Records;
    public int TermEnds;
    public int TermBytes;
    public int PostingEnds;
    public int PostingList;
    public int TextEnds;
    public int TextBytes;
    public int ModelList;
    public int DocumentBlockList;
    public int DocumentBytes;

    /// <summary>Where the checksum begins.</summary>
    public int End;

    public static int Size => Unsafe.SizeOf<IndexHeader>();
}

/// <summary>The vectors of one model.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct ModelVectors
{
    /// <summary>Number of the text that names it.</summary>
    public int Name;

    /// <summary>Numbers of a vector.</summary>
    public int Size;

    public int Count;

    /// <summary>Offset of int[Count]: whose vectors they are, rising.</summary>
    public int Ordinals;

    /// <summary>Offset of float[Count].</summary>
    public int Scales;

    /// <summary>Offset of sbyte[Count, Size].</summary>
    public int Values;
}

/// <summary>Documents that were compressed together.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct DocumentBlock
{
    /// <summary>Ordinal after that of its last asset.</summary>
    public int End;

    /// <summary>Where its bytes end, from the first block's beginning.</summary>
    public int BytesEnd;

    /// <summary>Bytes before they were compressed.</summary>
    public int Length;
}

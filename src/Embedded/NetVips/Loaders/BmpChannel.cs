using System.Numerics;
using System.Runtime.InteropServices;

namespace NetVips.Loaders;

/// <summary>One colour's bits within a pixel, widened or narrowed to 0..255.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct BmpChannel(uint mask)
{
    private readonly int _shift = mask == 0 ? 0 : BitOperations.TrailingZeroCount(mask);
    private readonly ulong _most = mask == 0 ? 1 : mask >> BitOperations.TrailingZeroCount(mask);

    public byte Of(uint pixel) => (byte)(((((pixel & mask) >> _shift) * 255UL) + (_most / 2)) / _most);
}

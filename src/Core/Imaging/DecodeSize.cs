using System.Runtime.InteropServices;

namespace Magpie.Imaging;

/// <summary>How large a picture is decoded.</summary>
/// <param name="LongestSide">Pixels; a smaller file is never enlarged.</param>
/// <param name="IsLeast">Whether more pixels do as well, up to twice as many on a side: what the decoder has anyway is not made smaller, which takes as long as a third of decoding it.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct DecodeSize(int LongestSide, bool IsLeast)
{
    /// <summary>At most so many pixels on the longest side.</summary>
    public static DecodeSize AtMost(int longestSide) => new(longestSide, IsLeast: false);

    /// <summary>At least so many, for what makes its own size of the picture.</summary>
    public static DecodeSize AtLeast(int longestSide) => new(longestSide, IsLeast: true);
}

using System.Runtime.InteropServices;

namespace Magpie.Cropping;

/// <summary>A part of a picture, pixels; right and bottom are the first outside.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct CropBox(int Left, int Top, int Right, int Bottom)
{
    public int Width => Right - Left;

    public int Height => Bottom - Top;
}

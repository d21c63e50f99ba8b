namespace Magpie.Segmentation;

/// <summary>How much of each cell is foreground: float[<paramref name="Height"/>, <paramref name="Width"/>], 0 to 1, over the whole picture stretched.</summary>
/// <param name="Model">The pack that said so, <c>id@version</c>.</param>
public sealed record SegmentationMask(float[] Cells, int Width, int Height, string Model)
{
    /// <summary>The value at a place, shares of the picture from 0 to 1, between cells bilinear.</summary>
    public float At(double x, double y) => Bilinear.At(Cells, Width, Height, (x * Width) - 0.5, (y * Height) - 0.5);
}

/// <summary>Reads between the cells of a grid.</summary>
internal static class Bilinear
{
    /// <summary>The value at a place in cells, from the middle of the first; outside, that of the nearest.</summary>
    public static float At(float[] cells, int width, int height, double x, double y)
    {
        var (px, py) = (Math.Clamp(x, 0, width - 1), Math.Clamp(y, 0, height - 1));
        var (left, top) = ((int)px, (int)py);
        var (right, bottom) = (Math.Min(left + 1, width - 1), Math.Min(top + 1, height - 1));
        var (fx, fy) = ((float)(px - left), (float)(py - top));
        var upper = (cells[(top * width) + left] * (1 - fx)) + (cells[(top * width) + right] * fx);
        var lower = (cells[(bottom * width) + left] * (1 - fx)) + (cells[(bottom * width) + right] * fx);
        return (upper * (1 - fy)) + (lower * fy);
    }
}

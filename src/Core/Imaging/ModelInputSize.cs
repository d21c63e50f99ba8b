namespace Magpie.Imaging;

/// <summary>How a picture is brought to the shape a model wants.</summary>
public enum ResizeMode
{
    /// <summary>To width and height, the aspect ratio ignored.</summary>
    Stretch,

    /// <summary>To fill width and height; what overlaps is cropped on both sides alike.</summary>
    Cover,

    /// <summary>To fit within width and height; the rest is padded with black on both sides alike.</summary>
    Contain,

    /// <summary>The shortest side to a given length, then the centre of width and height is cropped out.</summary>
    ShortestSideCrop,
}

/// <summary>The picture a model wants.</summary>
/// <param name="Width">Pixels, 1 to 4096.</param>
/// <param name="Height">Pixels, 1 to 4096.</param>
/// <param name="Mode">How to get there.</param>
/// <param name="ShortestSide">Pixels, for <see cref="ResizeMode.ShortestSideCrop"/>; the smaller of width and height when null.</param>
public sealed record ModelInputSize(int Width, int Height, ResizeMode Mode, int? ShortestSide = null);

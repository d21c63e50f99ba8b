using System.Runtime.InteropServices;

namespace Magpie.Faces;

/// <summary>A face in a picture.</summary>
/// <param name="Confidence">0 to 1.</param>
/// <param name="Points">Five: right eye, left eye (the person's), nose, right and left corner of the mouth.</param>
public sealed record Face(float Confidence, FaceBox Box, IReadOnlyList<FacePoint> Points)
{
    /// <summary>The same face in a picture of another size.</summary>
    public Face Scaled(float across, float down) => new(
        Confidence,
        new(Box.Left * across, Box.Top * down, Box.Right * across, Box.Bottom * down),
        [.. Points.Select(point => new FacePoint(point.X * across, point.Y * down))]);
}

/// <summary>Where a face is, pixels from the upper left corner; within the picture.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct FaceBox(float Left, float Top, float Right, float Bottom)
{
    public float Width => Right - Left;

    public float Height => Bottom - Top;

    /// <summary>Share of what both cover together that both cover, 0 to 1.</summary>
    internal float OverlapWith(FaceBox other)
    {
        var width = Math.Min(Right, other.Right) - Math.Max(Left, other.Left);
        var height = Math.Min(Bottom, other.Bottom) - Math.Max(Top, other.Top);
        if (width <= 0 || height <= 0)
        {
            return 0;
        }

        var both = width * height;
        return both / ((Width * Height) + (other.Width * other.Height) - both);
    }
}

/// <summary>A point of a face, pixels; it may lie outside of the picture.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct FacePoint(float X, float Y);

namespace Magpie.Text;

/// <summary>A line of text in a picture: what stands there, and the smallest upright rectangle around it in pixels of the whole picture.</summary>
/// <param name="Text">Not empty, without space around it.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="Left">Where it begins.</param>
/// <param name="Top">Where it begins.</param>
/// <param name="Right">Where it ends, not inside.</param>
/// <param name="Bottom">Where it ends, not inside.</param>
public sealed record TextLine(string Text, double Confidence, int Left, int Top, int Right, int Bottom)
{
    public int Width => Right - Left;

    public int Height => Bottom - Top;
}

using System.Numerics;
using System.Runtime.InteropServices;

namespace Magpie.Text;

/// <summary>A rectangle at any angle around a line of text. Pixels, x to the right and y down; a pixel covers [x, x + 1).</summary>
/// <param name="Centre">Its middle.</param>
/// <param name="Along">The direction the line is read in; of length 1.</param>
/// <param name="Width">Along the line.</param>
/// <param name="Height">Across the line.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TextBox(Vector2 Centre, Vector2 Along, float Width, float Height)
{
    /// <summary>Times its width that a box is high before its line is taken to run down the picture; as PaddleOCR.</summary>
    private const float Upright = 1.5f;

    /// <summary>The direction from a line to the next; of length 1.</summary>
    public Vector2 Down => new(-Along.Y, Along.X);

    /// <summary>Upside down.</summary>
    public TextBox Turned => this with { Along = -Along };

    /// <summary>The same rectangle, read to the right; down the picture if it is much higher than wide.</summary>
    public TextBox Readable()
    {
        var flat = Math.Abs(Along.X) >= Math.Abs(Along.Y) ? this : new(Centre, Down, Height, Width);
        flat = flat.Along.X < 0 ? flat.Turned : flat;
        return flat.Height >= Upright * flat.Width ? new(Centre, flat.Down, flat.Height, flat.Width) : flat;
    }

    /// <summary>Every side moved outwards.</summary>
    public TextBox Grown(float distance) => this with { Width = Width + (2 * distance), Height = Height + (2 * distance) };

    /// <summary>In a picture that is larger by such factors; where they differ, the nearest rectangle.</summary>
    public TextBox Scaled(Vector2 scale)
    {
        var (along, down) = (Along * scale, Down * scale);
        return new(Centre * scale, Vector2.Normalize(along), Width * along.Length(), Height * down.Length());
    }

    /// <summary>From the centre to a corner of the smallest upright rectangle around it.</summary>
    public Vector2 Reach => (Vector2.Abs(Along) * (Width / 2)) + (Vector2.Abs(Down) * (Height / 2));
}

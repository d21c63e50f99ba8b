using System.Runtime.InteropServices;
using Magpie.Imaging;
using Magpie.Tagging;

namespace Magpie.Faces;

/// <summary>How a picture is laid out for a detector: fitted, in the upper left corner of a black canvas.</summary>
/// <param name="Width">Pixels of the canvas.</param>
/// <param name="Height">Pixels of the canvas.</param>
/// <param name="PictureWidth">Pixels of the picture on it.</param>
/// <param name="PictureHeight">Pixels of the picture on it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FaceCanvas(int Width, int Height, int PictureWidth, int PictureHeight)
{
    private const int AnyMultiple = 32;
    private const int AnyLongest = 640;

    /// <summary>The canvas of the pack's size, or of any that its input allows.</summary>
    /// <param name="longestSide">Pixels at most, where the pack leaves it open.</param>
    public static FaceCanvas For(PackInput input, int width, int height, int longestSide)
    {
        if (input is { Width: { } fixedWidth, Height: { } fixedHeight })
        {
            var fit = Math.Min((double)fixedWidth / width, (double)fixedHeight / height);
            return new(fixedWidth, fixedHeight, Length(width * fit, fixedWidth), Length(height * fit, fixedHeight));
        }

        var longest = Math.Min(input.LongestSide ?? AnyLongest, longestSide);
        var multiple = input.MultipleOf ?? AnyMultiple;
        var scale = (double)longest / Math.Max(width, height);
        var (across, down) = (Length(width * scale, longest), Length(height * scale, longest));
        return new(Up(input.Width ?? across, multiple), Up(input.Height ?? down, multiple), Math.Min(across, input.Width ?? across), Math.Min(down, input.Height ?? down));
    }

    /// <summary>The tensor of a picture on this canvas.</summary>
    public InputTensor Draw(DecodedImage image, PackInput input)
    {
        var size = new ModelInputSize(PictureWidth, PictureHeight, ResizeMode.Stretch);
        return InputTensor.From(Width, Height, input, PictureHeight, take => image.TakeRows(size, take));
    }

    private static int Length(double length, int most) => Math.Clamp((int)Math.Round(length), 1, most);

    private static int Up(int length, int multiple) => (length + multiple - 1) / multiple * multiple;
}

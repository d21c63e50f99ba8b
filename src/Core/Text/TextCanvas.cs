using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Magpie.Imaging;
using Magpie.Tagging;

namespace Magpie.Text;

/// <summary>How a picture is laid out for a detector: on white, with a margin so that text at its edge is found.</summary>
/// <param name="Width">Pixels of the canvas.</param>
/// <param name="Height">Pixels of the canvas.</param>
/// <param name="Margin">Pixels above the picture and left of it.</param>
/// <param name="PictureWidth">Pixels of the picture on it.</param>
/// <param name="PictureHeight">Pixels of the picture on it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TextCanvas(int Width, int Height, int Margin, int PictureWidth, int PictureHeight)
{
    private const int AnyMultiple = 32;
    private const int AnyLongest = 960;
    private const int MaxLongest = 2048;
    private const int MaxMargin = 128;

    /// <summary>The canvas of the pack's size, or of any that its input allows. A picture is never enlarged.</summary>
    public static TextCanvas For(PackInput input, int width, int height)
    {
        var margin = input.Extras.TryGetValue("pad", out var pad) && pad.ValueKind == JsonValueKind.Number && pad.TryGetInt32(out var pixels)
            ? Math.Clamp(pixels, 0, MaxMargin)
            : 0;
        var longest = Math.Min(input.LongestSide ?? AnyLongest, MaxLongest);
        var (across, down) = (Room(input.Width, longest, margin), Room(input.Height, longest, margin));
        var scale = Math.Min(1, Math.Min((double)across / width, (double)down / height));
        var (wide, high) = (Math.Clamp((int)Math.Round(width * scale), 1, across), Math.Clamp((int)Math.Round(height * scale), 1, down));
        var multiple = input.MultipleOf ?? AnyMultiple;
        return new(input.Width ?? Up(wide + (2 * margin), multiple), input.Height ?? Up(high + (2 * margin), multiple), margin, wide, high);
    }

    /// <summary>The tensor of a picture on this canvas.</summary>
    public InputTensor Draw(DecodedImage image, PackInput input)
    {
        using var small = image.ResizeTo(new ModelInputSize(PictureWidth, PictureHeight, ResizeMode.Stretch));
        const int bands = PixelBuffer.Bands;
        var count = Width * Height * bands;
        var canvas = ArrayPool<byte>.Shared.Rent(count);
        try
        {
            var pixels = canvas.AsSpan(0, count);
            pixels.Fill(byte.MaxValue);
            for (var row = 0; row < PictureHeight; row++)
            {
                small.Rgb.Slice(row * PictureWidth * bands, PictureWidth * bands).CopyTo(pixels[((((row + Margin) * Width) + Margin) * bands)..]);
            }

            return InputTensor.From(pixels, Width, Height, input);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(canvas);
        }
    }

    /// <summary>A box on the canvas, in pixels of a picture of this size.</summary>
    public TextBox OnPicture(TextBox box, int width, int height) =>
        (box with { Centre = box.Centre - new Vector2(Margin) }).Scaled(new((float)width / PictureWidth, (float)height / PictureHeight));

    private static int Room(int? whole, int longest, int margin) => whole is { } side ? Math.Max(1, side - (2 * margin)) : longest;

    private static int Up(int length, int multiple) => (length + multiple - 1) / multiple * multiple;
}

using System.Buffers;
using Magpie.Imaging;
using Magpie.Tagging;

namespace Magpie.Text;

/// <summary>One line as a model takes it: of the model's height, as wide as its shape asks; what is left is 0 to the model.</summary>
internal static class LineInput
{
    private const int AnyHeight = 32;

    /// <summary>Times its height that a line is wide at most; one that is longer is squeezed.</summary>
    private const int MostHeights = 80;

    /// <summary>Times its height that a canvas of free width is wide at least; what PaddleOCR's recognisers are trained on.</summary>
    private const int LeastHeights = 10;

    /// <summary>
    /// How much wider than its shape a line is drawn where the width is free. Boxes are higher than their letters, which leaves thin letters too few steps of the
    /// model; docs/decisions/text.md has what other widths read.
    /// </summary>
    private const double Stretch = 1.15;

    public static InputTensor Of(PixelBuffer picture, TextBox box, PackInput input)
    {
        var height = input.Height ?? AnyHeight;
        var (most, least) = (input.Width ?? height * MostHeights, input.Width ?? height * LeastHeights);
        var wanted = Math.Ceiling((input.Width is null ? Stretch : 1) * height * box.Width / Math.Max(box.Height, 1));
        var width = (int)Math.Clamp(wanted, 1, most);
        var stride = Math.Max(width, least);
        var count = stride * height * PixelBuffer.Bands;
        var canvas = ArrayPool<byte>.Shared.Rent(count);
        try
        {
            var pixels = canvas.AsSpan(0, count);
            Blank(pixels, input);
            LineCrop.Draw(picture, box, pixels, stride, width, height);
            return InputTensor.From(pixels, stride, height, input);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(canvas);
        }
    }

    private static void Blank(Span<byte> rgb, PackInput input)
    {
        for (var band = 0; band < PixelBuffer.Bands; band++)
        {
            var channel = input.Bgr ? PixelBuffer.Bands - 1 - band : band;
            var value = input.Scale == 0 ? (byte)0 : (byte)Math.Clamp(MathF.Round(input.Mean[channel] / input.Scale), 0, byte.MaxValue);
            for (var at = band; at < rgb.Length; at += PixelBuffer.Bands)
            {
                rgb[at] = value;
            }
        }
    }
}

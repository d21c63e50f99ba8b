using System.Numerics;
using Magpie.Imaging;

namespace Magpie.Text;

/// <summary>Cuts a line out of a picture, upright, whatever its angle.</summary>
internal static class LineCrop
{
    /// <summary>Samples of a pixel each way: a line that is reduced more than this is sampled with gaps.</summary>
    private const int MaxSamples = 8;

    /// <summary>Fills the left of a canvas with the line, by bilinear samples; beyond the picture its edge goes on.</summary>
    /// <param name="canvas">byte[height, stride, 3].</param>
    /// <param name="stride">Pixels of a row of the canvas.</param>
    /// <param name="width">Pixels that the line's width becomes.</param>
    /// <param name="height">Pixels that the line's height becomes.</param>
    public static void Draw(PixelBuffer picture, TextBox box, Span<byte> canvas, int stride, int width, int height)
    {
        var (alongs, downs) = (Samples(box.Width / width), Samples(box.Height / height));
        var (along, down) = (box.Along * (box.Width / (width * alongs)), box.Down * (box.Height / (height * downs)));
        var corner = box.Centre - (box.Along * (box.Width / 2)) - (box.Down * (box.Height / 2)) + ((along + down) / 2);
        var rgb = picture.Rgb;
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var sum = Vector3.Zero;
                for (var sample = 0; sample < alongs * downs; sample++)
                {
                    var (lower, right) = Math.DivRem(sample, alongs);
                    sum += At(rgb, picture.Width, picture.Height, corner + (along * ((x * alongs) + right)) + (down * ((y * downs) + lower)));
                }

                sum = (sum / (alongs * downs)) + new Vector3(0.5f);
                var at = ((y * stride) + x) * PixelBuffer.Bands;
                (canvas[at], canvas[at + 1], canvas[at + 2]) = ((byte)sum.X, (byte)sum.Y, (byte)sum.Z);
            }
        }
    }

    private static int Samples(float reduction) => Math.Clamp((int)MathF.Round(reduction), 1, MaxSamples);

    private static Vector3 At(ReadOnlySpan<byte> rgb, int width, int height, Vector2 place)
    {
        var (x, y) = (Math.Clamp(place.X - 0.5f, 0, width - 1), Math.Clamp(place.Y - 0.5f, 0, height - 1));
        var (left, top) = ((int)x, (int)y);
        var (right, bottom) = (Math.Min(left + 1, width - 1), Math.Min(top + 1, height - 1));
        var upper = Vector3.Lerp(Pixel(rgb, (top * width) + left), Pixel(rgb, (top * width) + right), x - left);
        var lower = Vector3.Lerp(Pixel(rgb, (bottom * width) + left), Pixel(rgb, (bottom * width) + right), x - left);
        return Vector3.Lerp(upper, lower, y - top);
    }

    private static Vector3 Pixel(ReadOnlySpan<byte> rgb, int at) =>
        new(rgb[at * PixelBuffer.Bands], rgb[(at * PixelBuffer.Bands) + 1], rgb[(at * PixelBuffer.Bands) + 2]);
}

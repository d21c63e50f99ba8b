using Magpie.Imaging;

namespace Magpie.Core.Tests.Imaging;

/// <summary>Assertions about pixels.</summary>
internal static class Pixels
{
    private static readonly ImageDecoder Decoder = new(new ImagingOptions());

    public static DecodedImage Decode(byte[] file, int? longestSide = null)
    {
        var result = Decoder.Decode(file, longestSide);
        result.Fault.ShouldBeNull();
        return result.Value.ShouldNotBeNull();
    }

    public static (byte R, byte G, byte B) At(this PixelBuffer pixels, double x, double y)
    {
        var at = (((int)(y * pixels.Height) * pixels.Width) + (int)(x * pixels.Width)) * 3;
        return (pixels.Rgb[at], pixels.Rgb[at + 1], pixels.Rgb[at + 2]);
    }

    public static void ShouldBeNear(this (byte R, byte G, byte B) actual, (byte R, byte G, byte B) expected, int tolerance = 6) =>
        Math.Max(Math.Abs(actual.R - expected.R), Math.Max(Math.Abs(actual.G - expected.G), Math.Abs(actual.B - expected.B)))
            .ShouldBeLessThanOrEqualTo(tolerance, $"{actual} is not {expected}");

    public static void ShouldShowQuadrants(this PixelBuffer pixels, int tolerance = 6)
    {
        pixels.At(0.25, 0.25).ShouldBeNear(Pictures.Red, tolerance);
        pixels.At(0.75, 0.25).ShouldBeNear(Pictures.Green, tolerance);
        pixels.At(0.25, 0.75).ShouldBeNear(Pictures.Blue, tolerance);
        pixels.At(0.75, 0.75).ShouldBeNear(Pictures.Yellow, tolerance);
    }

    /// <summary>Mean difference of the bytes of two pictures of one size.</summary>
    public static double MeanDifference(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        one.Length.ShouldBe(other.Length);
        var sum = 0L;
        for (var i = 0; i < one.Length; i++)
        {
            sum += Math.Abs(one[i] - other[i]);
        }

        return (double)sum / one.Length;
    }
}

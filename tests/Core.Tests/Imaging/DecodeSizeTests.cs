using Magpie.Imaging;
using NetVips;

namespace Magpie.Core.Tests.Imaging;

[Collection(ImagingCollection.Name)]
public sealed class DecodeSizeTests
{
    private static readonly ImageDecoder Decoder = new(new ImagingOptions());
    private static readonly ModelInputSize Seen = new(64, 64, ResizeMode.Stretch);

    [Theory]
    [InlineData(4_000, 3_000, 1, ".jpg")]
    [InlineData(3_001, 1_999, 6, ".jpg")]
    [InlineData(700, 900, 8, ".jpg")]
    [InlineData(1_300, 700, 1, ".png")]
    [InlineData(1_300, 700, 1, ".webp")]
    public void Of_at_least_so_many_pixels_a_picture_has_them_and_at_most_twice_as_many_and_shows_the_same(int width, int height, int orientation, string suffix)
    {
        var rgb = Pictures.Scene(width, height);
        using var source = Pictures.Open(rgb, width, height);
        var file = suffix == ".jpg" ? Pictures.WithExif(Pictures.Jpeg(rgb, width, height), Pictures.Tags((0x0112, (short)orientation))) : source.Save(suffix);
        using var whole = Decoder.Decode(file, Math.Max(width, height)).Value.ShouldNotBeNull();
        using var same = whole.ResizeTo(Seen);
        foreach (var side in (int[])[2_500, 1_000, 640, 300, 100])
        {
            using var least = Decoder.Decode(file, _ => DecodeSize.AtLeast(side)).Value.ShouldNotBeNull();

            least.Facts.ShouldBe(whole.Facts);
            var longest = Math.Max(least.Width, least.Height);
            longest.ShouldBeInRange(Math.Min(side, Math.Max(width, height)), 2 * side, $"for {side} pixels");
            ((double)least.Width / least.Height).ShouldBe((double)whole.Width / whole.Height, 0.02);
            using var seen = least.ResizeTo(Seen);
            Pixels.MeanDifference(seen.Rgb, same.Rgb).ShouldBeLessThan(4, $"for {side} pixels");
        }
    }

    [Fact]
    public void Grey_ink_and_turned_pictures_of_at_least_so_many_pixels_are_upright_8_bit_srgb()
    {
        var rgb = Pictures.Quadrants(640, 480);
        using var source = Pictures.Open(rgb, 640, 480);
        using var cmyk = source.Colourspace(Enums.Interpretation.Cmyk);
        using var grey = source.Colourspace(Enums.Interpretation.Bw);

        Show(Pictures.Jpeg(rgb, 640, 480, interlace: true), 6);
        Show(cmyk.JpegsaveBuffer(q: 97), 85);
        using var image = Decoder.Decode(grey.JpegsaveBuffer(q: 97), _ => DecodeSize.AtLeast(200)).Value.ShouldNotBeNull();
        using var pixels = image.ToRgb();
        var (r, g, b) = pixels.At(0.25, 0.25);
        (r, g).ShouldBe((g, b));

        static void Show(byte[] file, int tolerance)
        {
            using var image = Decoder.Decode(file, _ => DecodeSize.AtLeast(200)).Value.ShouldNotBeNull();
            using var pixels = image.ToRgb();
            pixels.ShouldShowQuadrants(tolerance);
        }
    }

    [Fact]
    public void A_header_behind_much_else_is_read_all_the_same()
    {
        var plain = Pictures.Jpeg(Pictures.Quadrants(640, 480), 640, 480);
        byte[] comment = [0xFF, 0xFE, 0xFF, 0xFF, .. new byte[0xFFFD]];
        byte[] file = [.. plain[..2], .. comment, .. comment, .. comment, .. plain[2..]];

        using var image = Pixels.Decode(file);
        using var pixels = image.ToRgb();

        (image.Width, image.Height).ShouldBe((640, 480));
        pixels.ShouldShowQuadrants();
        Decoder.Decode(file.AsMemory(0, file.Length - 2_000)).Fault.ShouldNotBeNull().Code.ShouldBe(ImageFault.Corrupt);
    }
}

using Magpie.Imaging;

namespace Magpie.Core.Tests.Imaging;

public sealed class ResizeTests
{
    private static readonly ImageDecoder Decoder = new(new ImagingOptions());

    [Theory]
    [InlineData(300, 200, 224, 224)]
    [InlineData(1600, 1200, 224, 224)]
    [InlineData(640, 480, 97, 41)]
    [InlineData(50, 40, 224, 224)]
    public void Stretching_equals_the_triangle_filter_of_pillow(int width, int height, int toWidth, int toHeight)
    {
        var rgb = Pictures.Scene(width, height);
        using var source = Pictures.Open(rgb, width, height);
        using var image = Pixels.Decode(source.PngsaveBuffer(compression: 1));

        using var resized = image.ResizeTo(new ModelInputSize(toWidth, toHeight, ResizeMode.Stretch));

        var expected = Triangle(rgb, width, height, toWidth, toHeight);
        // libvips rounds the width of the triangle to whole pixels; that is one level of 256 on average.
        var most = resized.Rgb.ToArray().Zip(expected).Max(pair => Math.Abs(pair.First - pair.Second));
        most.ShouldBeLessThanOrEqualTo(4);
        Pixels.MeanDifference(resized.Rgb, expected).ShouldBeLessThan(1.2);
    }

    [Fact]
    public void Cover_and_shortest_side_crop_keep_the_middle_and_contain_pads_with_black()
    {
        // Three stripes of 100 pixels: red, green, blue.
        var rgb = new byte[300 * 100 * 3];
        for (var i = 0; i < 300 * 100; i++)
        {
            rgb[(i * 3) + (i % 300 / 100)] = 255;
        }

        using var source = Pictures.Open(rgb, 300, 100);
        var file = source.PngsaveBuffer();
        foreach (var direct in (bool[])[false, true])
        {
            using var cover = Resize(new(50, 50, ResizeMode.Cover), direct);
            using var crop = Resize(new(40, 40, ResizeMode.ShortestSideCrop, 50), direct);
            using var contain = Resize(new(60, 60, ResizeMode.Contain), direct);

            cover.At(0.1, 0.5).ShouldBeNear((0, 255, 0), 10);
            cover.At(0.9, 0.5).ShouldBeNear((0, 255, 0), 10);
            (crop.Width, crop.Height).ShouldBe((40, 40));
            crop.At(0.05, 0.5).ShouldBeNear((0, 255, 0), 10);
            contain.At(0.5, 0.1).ShouldBe(((byte)0, (byte)0, (byte)0));
            contain.At(0.1, 0.5).ShouldBeNear((255, 0, 0), 10);
            contain.At(0.9, 0.5).ShouldBeNear((0, 0, 255), 10);
        }

        PixelBuffer Resize(ModelInputSize size, bool direct)
        {
            using var image = Pixels.Decode(file);
            return direct ? Decoder.DecodeTo(file, size).Value.ShouldNotBeNull() : image.ResizeTo(size);
        }
    }

    [Theory]
    [InlineData(30_000, 1)]
    [InlineData(1, 30_000)]
    public void A_line_of_pixels_does_not_blow_up_when_it_must_cover_a_square(int width, int height)
    {
        using var source = Pictures.Open(Pictures.Quadrants(width, height), width, height);
        var file = source.PngsaveBuffer();

        foreach (var mode in Enum.GetValues<ResizeMode>())
        {
            using var pixels = Decoder.DecodeTo(file, new ModelInputSize(224, 224, mode)).Value.ShouldNotBeNull();
            (pixels.Width, pixels.Height).ShouldBe((224, 224));
        }
    }

    [Fact]
    public void The_short_way_to_a_models_input_shows_the_same_as_the_long_one()
    {
        var file = Pictures.Jpeg(Pictures.Scene(2400, 1800), 2400, 1800);
        var size = new ModelInputSize(224, 224, ResizeMode.Stretch);

        using var image = Pixels.Decode(file);
        using var longWay = image.ResizeTo(size);
        using var shortWay = Decoder.DecodeTo(file, size).Value.ShouldNotBeNull();

        Pixels.MeanDifference(longWay.Rgb, shortWay.Rgb).ShouldBeLessThan(1.0);
    }

    /// <summary>Pillow's BILINEAR: a triangle over the footprint of the output pixel, rows after columns.</summary>
    private static byte[] Triangle(byte[] rgb, int width, int height, int toWidth, int toHeight)
    {
        var across = Pass(rgb, width, toWidth, (line, at) => ((line * width) + at) * 3, height);
        var down = new byte[toWidth * toHeight * 3];
        var columns = Pass(across, height, toHeight, (line, at) => ((at * toWidth) + line) * 3, toWidth);
        for (var x = 0; x < toWidth; x++)
        {
            for (var y = 0; y < toHeight; y++)
            {
                Array.Copy(columns, ((x * toHeight) + y) * 3, down, ((y * toWidth) + x) * 3, 3);
            }
        }

        return down;
    }

    private static byte[] Pass(byte[] source, int length, int toLength, Func<int, int, int> index, int lines)
    {
        var result = new byte[lines * toLength * 3];
        var scale = (double)length / toLength;
        var support = Math.Max(scale, 1);
        for (var to = 0; to < toLength; to++)
        {
            var centre = (to + 0.5) * scale;
            var first = Math.Max((int)(centre - support + 0.5), 0);
            var last = Math.Min((int)(centre + support + 0.5), length);
            var weights = Enumerable.Range(first, last - first).Select(at => Math.Max(1 - Math.Abs((at - centre + 0.5) / support), 0)).ToArray();
            var sum = weights.Sum();
            for (var line = 0; line < lines; line++)
            {
                for (var band = 0; band < 3; band++)
                {
                    var value = weights.Select((weight, i) => weight * source[index(line, first + i) + band]).Sum() / sum;
                    result[(((line * toLength) + to) * 3) + band] = (byte)Math.Clamp(Math.Round(value), 0, 255);
                }
            }
        }

        return result;
    }
}

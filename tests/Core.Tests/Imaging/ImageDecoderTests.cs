using Magpie.Imaging;
using NetVips;

namespace Magpie.Core.Tests.Imaging;

[Collection(ImagingCollection.Name)]
public sealed class ImageDecoderTests
{
    private static readonly ImageDecoder Decoder = new(new ImagingOptions());

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Every_orientation_comes_out_upright(short orientation)
    {
        const int Width = 96;
        const int Height = 64;
        var upright = Pictures.Quadrants(Width, Height);
        var (storedWidth, storedHeight) = orientation >= 5 ? (Height, Width) : (Width, Height);
        var stored = new byte[upright.Length];
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                var (sx, sy) = orientation switch
                {
                    2 => (Width - 1 - x, y),
                    3 => (Width - 1 - x, Height - 1 - y),
                    4 => (x, Height - 1 - y),
                    5 => (y, x),
                    6 => (y, Width - 1 - x),
                    7 => (Height - 1 - y, Width - 1 - x),
                    8 => (Height - 1 - y, x),
                    _ => (x, y),
                };
                Array.Copy(upright, ((y * Width) + x) * 3, stored, ((sy * storedWidth) + sx) * 3, 3);
            }
        }

        var file = Pictures.WithExif(Pictures.Jpeg(stored, storedWidth, storedHeight), Pictures.Tags((0x0112, orientation)));

        using var image = Pixels.Decode(file);
        using var pixels = image.ToRgb();
        using var model = Decoder.DecodeTo(file, new ModelInputSize(32, 32, ResizeMode.Stretch)).Value.ShouldNotBeNull();

        image.Facts.ShouldBe(new ImageFacts(FileType.Jpeg, Width, Height, storedWidth, storedHeight, orientation, 1, HasAlpha: false));
        (image.Width, image.Height).ShouldBe((Width, Height));
        pixels.ShouldShowQuadrants();
        model.ShouldShowQuadrants();
    }

    [Theory]
    [InlineData(".png", 3)]
    [InlineData(".tif", 3)]
    [InlineData(".webp", 30)]
    [InlineData(".gif", 20)]
    [InlineData(".avif", 12)]
    public void Every_format_keeps_its_colours(string suffix, int tolerance)
    {
        using var source = Pictures.Open(Pictures.Quadrants(128, 96), 128, 96);
        var file = source.Save(suffix);

        using var image = Pixels.Decode(file);
        using var pixels = image.ToRgb();

        (pixels.Width, pixels.Height).ShouldBe((128, 96));
        pixels.ShouldShowQuadrants(tolerance);
    }

    [Fact]
    public void Progressive_interlaced_grey_cmyk_and_16_bit_pictures_come_out_as_8_bit_srgb()
    {
        var rgb = Pictures.Quadrants(64, 64);
        using var source = Pictures.Open(rgb, 64, 64);
        using var cmyk = source.Colourspace(Enums.Interpretation.Cmyk);
        using var deep = source.Colourspace(Enums.Interpretation.Rgb16);
        using var grey = source.Colourspace(Enums.Interpretation.Bw);

        Show(Pictures.Jpeg(rgb, 64, 64, interlace: true), 6);
        Show(source.PngsaveBuffer(interlace: true), 0);
        Show(source.PngsaveBuffer(palette: true), 12);
        Show(deep.PngsaveBuffer(), 2);
        Show(deep.WriteToBuffer(".tif"), 2);

        // Ink shows less than light does, but an inverted plane would be further off.
        Show(cmyk.JpegsaveBuffer(q: 97), 85);

        using var image = Pixels.Decode(grey.JpegsaveBuffer(q: 97));
        using var pixels = image.ToRgb();
        var (r, g, b) = pixels.At(0.25, 0.25);
        (r, g).ShouldBe((g, b));
        using var model = Decoder.DecodeTo(grey.JpegsaveBuffer(q: 97), new ModelInputSize(16, 16, ResizeMode.Stretch)).Value.ShouldNotBeNull();
        model.Rgb.Length.ShouldBe(16 * 16 * 3);

        static void Show(byte[] file, int tolerance)
        {
            using var image = Pixels.Decode(file);
            using var pixels = image.ToRgb();
            pixels.ShouldShowQuadrants(tolerance);
            using var model = Decoder.DecodeTo(file, new ModelInputSize(32, 32, ResizeMode.Stretch)).Value.ShouldNotBeNull();
            model.ShouldShowQuadrants(tolerance + 2);
        }
    }

    [Fact]
    public void Alpha_is_kept_for_renditions_and_laid_over_white_for_models()
    {
        var rgba = new byte[32 * 32 * 4];
        for (var i = 0; i < 32 * 32; i++)
        {
            (rgba[i * 4], rgba[(i * 4) + 3]) = (200, (byte)(i % 32 < 16 ? 0 : 128));
        }

        using var source = Pictures.Open(rgba, 32, 32, bands: 4);
        var file = source.PngsaveBuffer();

        using var image = Pixels.Decode(file);
        using var pixels = image.ToRgb();
        using var model = Decoder.DecodeTo(file, new ModelInputSize(8, 8, ResizeMode.Stretch)).Value.ShouldNotBeNull();
        using var thumb = Pixels.Decode(Renditions.Thumb(image));

        image.HasAlpha.ShouldBeTrue();
        thumb.HasAlpha.ShouldBeTrue();
        foreach (var shown in (PixelBuffer[])[pixels, model])
        {
            shown.At(0.1, 0.5).ShouldBeNear((255, 255, 255), 2);
            shown.At(0.9, 0.5).ShouldBeNear((227, 127, 127), 3);
        }
    }

    [Fact]
    public void A_picture_is_never_enlarged()
    {
        using var small = Pixels.Decode(Pictures.Jpeg(Pictures.Quadrants(20, 10), 20, 10));
        using var large = Pixels.Decode(Pictures.Jpeg(Pictures.Quadrants(800, 400), 800, 400), 200);

        (small.Width, small.Height).ShouldBe((20, 10));
        (large.Width, large.Height).ShouldBe((200, 100));
        (large.Facts.Width, large.Facts.Height).ShouldBe((800, 400));
    }

    [Fact]
    public void A_truncated_picture_is_corrupt_whatever_its_format()
    {
        using var source = Pictures.Open(Pictures.Scene(400, 300), 400, 300);
        foreach (var suffix in (string[])[".jpg", ".png", ".webp", ".gif", ".tif", ".avif"])
        {
            var file = source.Save(suffix);
            var cut = file.AsMemory(0, file.Length * 2 / 3);
            Decoder.Decode(cut).Fault.ShouldNotBeNull(suffix).Code.ShouldBe(ImageFault.Corrupt, suffix);
            Decoder.DecodeTo(cut, new ModelInputSize(64, 64, ResizeMode.Stretch)).IsOk.ShouldBeFalse(suffix);
        }
    }

    [Fact]
    public void What_is_no_picture_is_unsupported()
    {
        foreach (var file in (byte[][])[[], [0xFF], "<svg xmlns='http://www.w3.org/2000/svg'/>"u8.ToArray(), "%PDF-1.7"u8.ToArray(), "MZ"u8.ToArray()])
        {
            Decoder.Inspect(file).Fault?.Code.ShouldBe(ImageFault.UnsupportedType);
            Decoder.Decode(file).IsOk.ShouldBeFalse();
        }
    }

    [Fact]
    public void A_missing_decoder_is_an_unsupported_type_and_not_a_corrupt_file()
    {
        DecodeFaults.From(FileType.Heic, new VipsException("heif: Support for this compression format has not been built in: HEVC"))
            .Code.ShouldBe(ImageFault.UnsupportedType);
        DecodeFaults.From(FileType.Jpeg, new VipsException("premature end")).Code.ShouldBe(ImageFault.Corrupt);
    }

    [Fact]
    public void Many_threads_decode_the_same_picture_to_the_same_pixels()
    {
        var file = Pictures.Jpeg(Pictures.Scene(640, 480), 640, 480);
        var size = new ModelInputSize(224, 224, ResizeMode.Stretch);
        using var expected = Decoder.DecodeTo(file, size).Value.ShouldNotBeNull();
        var wanted = expected.Rgb.ToArray();

        var same = Enumerable.Range(0, 64).AsParallel().WithDegreeOfParallelism(8).All(_ =>
        {
            using var pixels = Decoder.DecodeTo(file, size).Value!;
            return pixels.Rgb.SequenceEqual(wanted);
        });

        same.ShouldBeTrue();
    }
}

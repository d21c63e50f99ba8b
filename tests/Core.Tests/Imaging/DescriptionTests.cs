using Magpie.Imaging;

namespace Magpie.Core.Tests.Imaging;

public sealed class DescriptionTests
{
    private static readonly ImageDecoder Decoder = new(new ImagingOptions());

    public static TheoryData<string, int, int, string> BlurHashes => new()
    {
        // npm blurhash 2.0.5 and C/encode.c of woltapp/blurhash agree on these,
        { "falling", 32, 24, "L.Hx+i|_$5xGq8odjtkAgcfjfQfj" },
        { "flat", 16, 16, "L55Zqft:fQt:t:j]fQj]fQfQfQfQ" },
        { "corner", 20, 20, "LQA0,l~V?Z%L~V_1?G%1?Z?G-oxt" },

        // and not on these, whose largest component is negative: npm's forgets its sign and washes the picture out.
        { "rising", 32, 24, "LxH27k2swxX8mHWWjtf7gJfjfQfj" },
        { "checks", 40, 40, "L7K,ca-m3+-m-mj@fQj@3+fQ3+fQ" },
        { "noise", 33, 17, "L8HeqFx%Wg$^-_rSW4Z}neVHkEVQ" },
    };

    [Theory]
    [MemberData(nameof(BlurHashes))]
    public void A_blurhash_is_the_one_of_the_reference_implementation(string pattern, int width, int height, string hash)
    {
        var rgb = new byte[width * height * 3];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (r, g, b) = pattern switch
                {
                    "rising" => (x * 8, y * 10, 128),
                    "falling" => (255 - (x * 8), 250 - (y * 10), 128),
                    "corner" => x < 6 && y < 6 ? (255, 240, 200) : (20, 30, 60),
                    "checks" => (((x >> 3) + (y >> 3)) & 1) == 1 ? (250, 20, 60) : (10, 200, 90),
                    "flat" => (47, 94, 151),
                    _ => ((x * 73) + (y * 151), (x * 31) + (y * 17), (x * x) + (y * y)),
                };
                var at = ((y * width) + x) * 3;
                (rgb[at], rgb[at + 1], rgb[at + 2]) = ((byte)r, (byte)g, (byte)b);
            }
        }

        BlurHash.Encode(rgb, width, height, 4, 3).ShouldBe(hash);
        BlurHash.Encode(rgb, width, height, 1, 1)[2..].ShouldBe(hash[2..6]);
    }

    [Fact]
    public void A_perceptual_hash_survives_resizing_and_recompression_and_tells_pictures_apart()
    {
        using var original = Pixels.Decode(Pictures.Jpeg(Pictures.Patches(800, 600, 1), 800, 600));
        using var small = Pixels.Decode(Renditions.Thumb(original));
        using var other = Pixels.Decode(Pictures.Jpeg(Pictures.Patches(800, 600, 2), 800, 600));

        var hash = PerceptualHash.Compute(original);

        hash.Length.ShouldBe(16);
        PerceptualHash.Distance(hash, PerceptualHash.Compute(small)).ShouldBeLessThanOrEqualTo(4);
        PerceptualHash.Distance(hash, PerceptualHash.Compute(other)).ShouldBeGreaterThanOrEqualTo(16);
    }

    [Fact]
    public void Dominant_colours_are_named_and_measured_by_share()
    {
        var rgb = new byte[100 * 100 * 3];
        for (var i = 0; i < 100 * 100; i++)
        {
            var (r, g, b) = (i % 100) switch { < 60 => (47, 94, 151), < 90 => (224, 32, 32), _ => (255, 255, 255) };
            (rgb[i * 3], rgb[(i * 3) + 1], rgb[(i * 3) + 2]) = ((byte)r, (byte)g, (byte)b);
        }

        using var source = Pictures.Open(rgb, 100, 100);
        using var image = Pixels.Decode(source.PngsaveBuffer());

        var colors = DominantColors.Of(image);

        colors.Take(3).Select(color => color.Name).ShouldBe(["blue", "red", "white"]);
        colors[0].Hex.ShouldBe("#2f5e97");
        colors[0].Percent.ShouldBe(60, 2);
        colors[1].Percent.ShouldBe(30, 2);
        colors.Sum(color => color.Percent).ShouldBeLessThanOrEqualTo(100.0001);
        DominantColors.Of(image).ShouldBe(colors);
    }

    [Theory]
    [InlineData(0, 0, 0, "black")]
    [InlineData(255, 255, 255, "white")]
    [InlineData(157, 159, 158, "silver")]
    [InlineData(110, 140, 167, "blue")]
    [InlineData(60, 40, 25, "brown")]
    [InlineData(70, 110, 60, "green")]
    [InlineData(255, 215, 0, "yellow")]
    [InlineData(20, 35, 80, "navy")]
    public void Colours_get_the_names_people_give_them(byte red, byte green, byte blue, string name) =>
        ColorPalette.Name(red, green, blue).ShouldBe(name);

    [Fact]
    public void Exif_tells_time_and_camera()
    {
        var jpeg = Pictures.Jpeg(Pictures.Quadrants(16, 16), 16, 16);
        var file = Pictures.WithExif(jpeg, Pictures.Tags((0x010F, "Canon"), (0x0110, "Canon EOS R5"), (0x0132, "2026:04:01 09:12:09"), (0x9010, "+02:00")));

        var exif = Decoder.ReadExif(file);

        exif.Camera.ShouldBe("Canon EOS R5");
        exif.TakenAt.ShouldBe(new DateTimeOffset(2026, 4, 1, 7, 12, 9, TimeSpan.Zero));
    }

    [Theory]
    [InlineData("0000:00:00 00:00:00")]
    [InlineData("2026:13:45 99:99:99")]
    [InlineData("")]
    [InlineData("yesterday")]
    public void Nonsense_in_exif_is_no_time(string text)
    {
        var file = Pictures.WithExif(Pictures.Jpeg(Pictures.Quadrants(16, 16), 16, 16), Pictures.Tags((0x0132, text)));

        Decoder.ReadExif(file).TakenAt.ShouldBeNull();
    }

    [Fact]
    public void Renditions_fit_their_size_and_carry_no_metadata()
    {
        var file = Pictures.WithExif(Pictures.Jpeg(Pictures.Scene(2000, 1000), 2000, 1000), Pictures.Tags((0x0112, (short)1), (0x010F, "Canon")));
        using var image = Pixels.Decode(file);

        var thumb = Renditions.Thumb(image);
        var preview = Renditions.Preview(image);

        Decoder.Inspect(thumb).Value.ShouldBe(new ImageFacts(FileType.WebP, 320, 160, 320, 160, 1, 1, HasAlpha: false));
        Decoder.Inspect(preview).Value.ShouldBe(new ImageFacts(FileType.WebP, 1600, 800, 1600, 800, 1, 1, HasAlpha: false));
        foreach (var rendition in (byte[][])[thumb, preview])
        {
            rendition.AsSpan().IndexOf("EXIF"u8).ShouldBe(-1);
            rendition.AsSpan().IndexOf("ICCP"u8).ShouldBe(-1);
            rendition.AsSpan().IndexOf("Canon"u8).ShouldBe(-1);
        }
    }
}

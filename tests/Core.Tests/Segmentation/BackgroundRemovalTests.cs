using Magpie.Core.Tests.Imaging;
using Magpie.Imaging;
using Magpie.Segmentation;
using NetVips;

namespace Magpie.Core.Tests.Segmentation;

public sealed class BackgroundRemovalTests
{
    private const int Width = 80;
    private const int Height = 60;

    [Fact]
    public void What_is_transparent_already_stays_so_and_keeps_its_colour()
    {
        var rgba = new byte[Width * Height * 4];
        for (var i = 0; i < Width * Height; i++)
        {
            (rgba[i * 4], rgba[(i * 4) + 1], rgba[(i * 4) + 2], rgba[(i * 4) + 3]) = (200, 40, 40, (byte)(i % Width < Width / 4 ? 0 : i % Width < Width / 2 ? 128 : 255));
        }

        using var source = Pictures.Open(rgba, Width, Height, bands: 4);
        using var image = new ImageDecoder(new ImagingOptions()).Decode(source.Save(".png"), Width).Value!;

        using var cut = Open(BackgroundRemoval.ToPng(image, All));

        var pixels = cut.WriteToMemory<byte>();
        for (var row = 0; row < Height; row++)
        {
            Alpha(2, row).ShouldBe(0);
            Alpha(Width / 4 + 10, row).ShouldBeInRange(120, 136);
            Alpha(Width - 3, row).ShouldBe(255);
            pixels.AsSpan(((row * Width) + (Width / 4) + 10) * 4, 3).ToArray().ShouldBe([200, 40, 40]);
        }

        int Alpha(int column, int row) => pixels[(((row * Width) + column) * 4) + 3];
    }

    [Fact]
    public void The_result_is_upright_and_as_large_as_the_picture_is_shown()
    {
        var jpeg = Pictures.WithExif(Pictures.Jpeg(Pictures.Quadrants(Width, Height), Width, Height), Pictures.Tags((0x0112, (short)6)));
        using var image = new ImageDecoder(new ImagingOptions()).Decode(jpeg, 4_000).Value!;

        // What is on the left as the picture is shown is the object.
        using var cut = Open(BackgroundRemoval.ToPng(image, new([1, 0], 2, 1, "test@1")));

        (cut.Width, cut.Height, cut.Bands).ShouldBe((Height, Width, 4));
        using var before = image.ToRgb();
        var pixels = cut.WriteToMemory<byte>();
        foreach (var row in new[] { 5, Width - 6 })
        {
            pixels[(((row * Height) + 3) * 4) + 3].ShouldBe((byte)255, $"left of row {row}");
            pixels[(((row * Height) + Height - 4) * 4) + 3].ShouldBe((byte)0, $"right of row {row}");
            pixels.AsSpan(((row * Height) + 3) * 4, 3).ToArray().ShouldBe(before.Rgb.Slice(((row * Height) + 3) * 3, 3).ToArray());
        }
    }

    private static SegmentationMask All { get; } = new([1, 1, 1, 1], 2, 2, "test@1");

    private static Image Open(byte[] png) => Image.NewFromBuffer(png);
}

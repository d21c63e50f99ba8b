using Magpie.Imaging;
using Magpie.Segmentation;
using Magpie.Tagging;
using Magpie.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Magpie.Core.Tests.Segmentation;

public sealed class SegmentationTests
{
    [Fact]
    public void A_coarse_edge_moves_to_that_of_the_picture()
    {
        const int side = 100;
        const int edge = 50;
        var (grey, coarse) = (new float[side * side], new float[side * side]);
        for (var i = 0; i < grey.Length; i++)
        {
            grey[i] = i % side < edge ? 0.1f : 0.9f;
            coarse[i] = Math.Clamp((i % side - (edge - 6)) / 12f, 0, 1);
        }

        var filter = new GuidedFilter(grey, coarse, side, side);

        for (var x = 0; x < side; x++)
        {
            var value = filter.At((x + 0.5) / side, 0.5, grey[x]);
            (value > 0.5f).ShouldBe(x >= edge, $"column {x}: {value}");
            if (Math.Abs(x - edge) > 20)
            {
                value.ShouldBe(x < edge ? 0f : 1f, 0.02f);
            }
        }
    }

    [Fact]
    public void An_even_picture_leaves_the_mask_as_it_is()
    {
        var grey = Enumerable.Repeat(0.5f, 60 * 40).ToArray();
        var coarse = Enumerable.Range(0, 60 * 40).Select(i => i % 60 / 59f).ToArray();
        var filter = new GuidedFilter(grey, coarse, 60, 40);
        filter.At(0.5, 0.5, 0.5f).ShouldBe(0.5f, 0.02f);
        filter.At(0.99, 0.5, 0.5f).ShouldBeGreaterThan(0.85f);
    }

    [Fact]
    public void A_mask_is_read_between_its_cells()
    {
        var mask = new SegmentationMask([0, 1, 0, 1], 2, 2, "m@1");
        mask.At(0.5, 0.5).ShouldBe(0.5f, 1e-6f);
        mask.At(0, 0).ShouldBe(0);
        mask.At(1, 0).ShouldBe(1);
    }

    [Fact]
    public void The_background_of_a_shared_photo_goes_and_the_dog_stays()
    {
        if (Repository.Photos is not { } photos || Repository.Models is not { } models)
        {
            return;
        }

        var options = Options.Create(new TaggingOptions { Folders = models });
        using var registry = new PackRegistry(options, NullLogger<PackRegistry>.Instance);
        var segmenter = new Segmenter(registry, new PackRunner(registry, options, TimeProvider.System, NullLogger<PackRunner>.Instance));
        segmenter.Pack!.Manifest.Id.ShouldBe("segment-deeplabv3");
        var decoder = new ImageDecoder(new ImagingOptions());
        using var image = decoder.Decode(File.ReadAllBytes(Path.Combine(photos, "dog-dachshund.jpg")), 4_000).Value!;

        var mask = segmenter.Segment(image, default).ShouldNotBeNull();
        var png = BackgroundRemoval.ToPng(image, mask);

        using var cut = decoder.Decode(png, 4_000).Value.ShouldNotBeNull();
        (cut.Width, cut.Height, cut.HasAlpha).ShouldBe((image.Facts.Width, image.Facts.Height, true));
        mask.At(0.68, 0.62).ShouldBeGreaterThan(0.8f);
        mask.At(0.05, 0.05).ShouldBeLessThan(0.1f);

        // Alpha over white: a corner is white now, the dog is as it was.
        using var shown = cut.ToRgb();
        shown.Rgb[..3].ToArray().ShouldAllBe(value => value > 240);
        using var before = image.ToRgb();
        var dog = ((image.Height * 62 / 100 * image.Width) + (image.Width * 68 / 100)) * 3;
        Math.Abs(shown.Rgb[dog] - before.Rgb[dog]).ShouldBeLessThan(40);
    }

    [Fact]
    public void Without_a_pack_there_is_no_mask()
    {
        var options = Options.Create(new TaggingOptions { Folders = "" });
        using var registry = new PackRegistry(options, NullLogger<PackRegistry>.Instance);
        var segmenter = new Segmenter(registry, new PackRunner(registry, options, TimeProvider.System, NullLogger<PackRunner>.Instance));
        segmenter.Pack.ShouldBeNull();
        using var image = new ImageDecoder(new ImagingOptions()).Decode(Tagging.SolidPng.Of(255, 0, 0), 100).Value!;
        segmenter.Segment(image, default).ShouldBeNull();
    }
}

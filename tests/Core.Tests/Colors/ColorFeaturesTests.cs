using System.Numerics.Tensors;
using Magpie.Colors;
using Magpie.Core.Tests.Imaging;
using Magpie.Imaging;
using Magpie.Indexes;
using Magpie.Saliency;
using Magpie.Tests.Support;

namespace Magpie.Core.Tests.Colors;

[Collection(ImagingCollection.Name)]
public sealed class ColorFeaturesTests
{
    [Fact]
    public void Features_are_of_length_one_and_the_same_each_time()
    {
        var scene = Pictures.Scene(120, 80);
        var one = ColorFeatures.Of(scene, 120, null);
        TensorPrimitives.Norm(one.Vector.Span).ShouldBe(1, 1e-5f);
        one.Vector.Length.ShouldBeLessThanOrEqualTo(TrainedIndex.MaxDimension);
        one.Model.ShouldBe("colors-overall@1");
        Distance(one, ColorFeatures.Of(scene, 120, null)).ShouldBe(0);
    }

    [Fact]
    public void The_more_two_colours_differ_the_farther_they_are()
    {
        var red = Plain(200, 30, 30);
        float[] rising =
        [
            Distance(red, Plain(202, 32, 32)), Distance(red, Plain(210, 40, 40)), Distance(red, Plain(170, 25, 25)), Distance(red, Plain(230, 120, 30)),
            Distance(red, Plain(30, 200, 60)),
        ];
        rising.ShouldBeInOrder(SortDirection.Ascending);
        rising[1].ShouldBeLessThan(0.2f);
        rising[3].ShouldBeLessThan(1.1f);
        rising[4].ShouldBeGreaterThan(1.25f);
        Distance(Plain(0, 0, 0), Plain(255, 255, 255)).ShouldBeGreaterThan(1.25f);
    }

    [Fact]
    public void What_counts_is_how_much_of_a_colour_there_is_and_not_where()
    {
        var parted = Drawn((x, _) => x < 50);
        Distance(parted, Drawn((_, y) => y >= 50)).ShouldBe(0, 1e-3);
        Distance(parted, Drawn((x, _) => x < 60)).ShouldBeLessThan(Distance(parted, Drawn((x, _) => x < 90)));
    }

    [Fact]
    public void Of_the_object_alone_the_background_does_not_count()
    {
        var foreground = new bool[SaliencyMap.Side * SaliencyMap.Side];
        Array.Fill(foreground, true, 0, foreground.Length / 2);
        var above = ColorFeatures.Of(Rgb((_, y) => y < 50), 100, foreground);

        above.Model.ShouldBe("colors-object@1");
        Distance(above, Plain(200, 30, 30)).ShouldBe(0, 1e-3);
        Distance(above, ColorFeatures.Of(Rgb((_, y) => y < 50), 100, null)).ShouldBeGreaterThan(0.5f);
        Distance(ColorFeatures.Of(Rgb((_, _) => true), 100, new bool[foreground.Length]), Plain(200, 30, 30)).ShouldBe(0, 1e-3);
    }

    [Fact]
    public void A_photo_that_is_cut_brightened_or_warmed_is_nearer_to_itself_than_to_nearly_all_others()
    {
        if (Repository.Photos is not { } folder)
        {
            return;
        }

        var files = Directory.GetFiles(folder).Where(file => Path.GetExtension(file) is ".jpg" or ".png").Order(StringComparer.Ordinal).ToArray();
        var photos = files.Select(file => Small(file)).ToArray();
        var features = photos.Select(rgb => ColorFeatures.Of(rgb, 150, null)).ToArray();
        Func<byte[], byte[]>[] changes =
        [
            rgb => rgb[..(rgb.Length * 6 / 10 / 450 * 450)],
            rgb => Array.ConvertAll(rgb, level => (byte)Math.Min(255, (level * 1.15) + 8)),
            rgb => [.. rgb.Select((level, i) => (byte)Math.Clamp(level * (i % 3 == 0 ? 1.08 : i % 3 == 2 ? 0.92 : 1), 0, 255))],
        ];
        foreach (var change in changes)
        {
            var first = photos.Count(rgb =>
            {
                var changed = ColorFeatures.Of(change(rgb), 150, null);
                return Enumerable.Range(0, photos.Length).MinBy(i => Distance(changed, features[i])) == Array.IndexOf(photos, rgb);
            });
            first.ShouldBeGreaterThanOrEqualTo(photos.Length * 8 / 10);
        }
    }

    private static byte[] Small(string file)
    {
        using var image = new ImageDecoder(new ImagingOptions()).Decode(File.ReadAllBytes(file), 300).Value!;
        using var pixels = image.ResizeTo(new ModelInputSize(150, 150, ResizeMode.Stretch));
        return pixels.Rgb.ToArray();
    }

    private static float Distance(ImageFeatures one, ImageFeatures other) => TensorPrimitives.Distance(one.Vector.Span, other.Vector.Span);

    private static ImageFeatures Plain(byte r, byte g, byte b) => ColorFeatures.Of([r, g, b], 1, null);

    private static ImageFeatures Drawn(Func<int, int, bool> isRed) => ColorFeatures.Of(Rgb(isRed), 100, null);

    private static byte[] Rgb(Func<int, int, bool> isRed) =>
        [.. Enumerable.Range(0, 10_000).SelectMany(i => isRed(i % 100, i / 100) ? new byte[] { 200, 30, 30 } : [30, 60, 210])];
}

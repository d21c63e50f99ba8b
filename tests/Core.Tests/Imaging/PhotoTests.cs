using Magpie.Imaging;
using Magpie.Tests.Support;
using Xunit.Abstractions;

namespace Magpie.Core.Tests.Imaging;

[Collection(ImagingCollection.Name)]
public sealed class PhotoTests(ITestOutputHelper output)
{
    private static readonly ImageDecoder Decoder = new(new ImagingOptions());

    public static TheoryData<string> Photos => [.. Names()];

    [Theory]
    [MemberData(nameof(Photos))]
    public void Every_photo_is_decoded_described_and_rendered(string name)
    {
        if (Repository.Photos is not { } folder)
        {
            return;
        }

        var file = File.ReadAllBytes(Path.Combine(folder, name));
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var result = Decoder.Decode(file);
        var decoded = watch.ElapsedMilliseconds;
        result.Fault.ShouldBeNull();
        using var image = result.Value.ShouldNotBeNull();
        Math.Max(image.Width, image.Height).ShouldBeLessThanOrEqualTo(1600);
        watch.Restart();
        var thumb = Renditions.Thumb(image);
        var preview = Renditions.Preview(image);
        var rendered = watch.ElapsedMilliseconds;
        watch.Restart();
        var colors = DominantColors.Of(image);
        var blurHash = BlurHash.Encode(image);
        var hash = PerceptualHash.Compute(image);
        var exif = Decoder.ReadExif(file);
        output.WriteLine(
            $"{name}: {image.Facts} -> {image.Width}x{image.Height} {decoded} ms; thumb {thumb.Length} preview {preview.Length} {rendered} ms; " +
            $"{string.Join(' ', colors.Select(color => $"{color.Name} {color.Hex} {color.Percent}"))} {blurHash} {hash} {exif} {watch.ElapsedMilliseconds} ms");
        colors.Count.ShouldBeInRange(1, 5);
        colors.Sum(color => color.Percent).ShouldBeLessThanOrEqualTo(100.0001);
        if (Environment.GetEnvironmentVariable("MAGPIE_TEST_THUMBS") is { } target)
        {
            var png = Decoder.Decode(thumb);
            File.WriteAllBytes(Path.Combine(target, Path.ChangeExtension(name, ".png")), png.Value!.Image.PngsaveBuffer());
        }
    }

    [Theory]
    [InlineData(1, 1200, 1600)]
    [InlineData(2, 1600, 1200)]
    public void A_turned_heic_is_turned_once(byte quarters, int width, int height)
    {
        if (Repository.Photos is not { } folder)
        {
            return;
        }

        var file = File.ReadAllBytes(Path.Combine(folder, "pug-iphone.heic"));
        using var upright = Pixels.Decode(file);
        file[file.AsSpan().IndexOf("irot"u8) + 4] = quarters;

        using var turned = Pixels.Decode(file);

        (turned.Width, turned.Height).ShouldBe((width, height));
        using var expected = upright.Image.Rot(quarters == 1 ? NetVips.Enums.Angle.D270 : NetVips.Enums.Angle.D180);
        Pixels.MeanDifference(turned.Image.WriteToMemory(), expected.WriteToMemory()).ShouldBeLessThan(2);
    }

    // A theory needs a row, also on a machine without the photos.
    private static IEnumerable<string> Names() => Repository.Photos is { } folder
        ? Directory.EnumerateFiles(folder)
            .Where(file => FileTypes.FromExtension(Path.GetExtension(file))?.IsImage() == true)
            .Select(file => Path.GetFileName(file)!)
            .Order(StringComparer.Ordinal)
        : ["none"];
}

using Magpie.Imaging;
using Magpie.Tests.Support;
using Xunit.Abstractions;

namespace Magpie.Core.Tests.Imaging;

[Collection(ImagingCollection.Name)]
public sealed class PhotoTests(ITestOutputHelper output)
{
    private static readonly ImageDecoder Decoder = new(new ImagingOptions());

    /// <summary>Kinds that the NetVips stand-in decodes and the package, as NuGet has it, does not.</summary>
    private static readonly string[] StandInKinds = [".bmp", ".heic"];

    public static TheoryData<string> Photos => [.. Names(static extension => !StandInKinds.Contains(extension, StringComparer.Ordinal))];

    public static TheoryData<string> StandInPhotos => [.. Names(static extension => StandInKinds.Contains(extension, StringComparer.Ordinal))];

    [Theory]
    [Trait(Editions.Only, Editions.Embedded)]
    [MemberData(nameof(StandInPhotos))]
    public void Photos_of_phones_and_old_programs_are_decoded_as_well(string name) => Every_photo_is_decoded_described_and_rendered(name);

    [Fact]
    public void A_heic_is_decoded_or_refused_as_a_kind_but_never_called_damaged()
    {
        if (Repository.Photos is not { } folder)
        {
            return;
        }

        var result = Decoder.Decode(File.ReadAllBytes(Path.Combine(folder, "pug-iphone.heic")));

        using var image = result.Value;
        (result.Fault?.Code ?? ImageFault.UnsupportedType).ShouldBe(ImageFault.UnsupportedType);
    }

    [Theory]
    [MemberData(nameof(Photos))]
    public void A_photo_in_a_part_of_larger_memory_is_the_same_picture(string name)
    {
        if (Repository.Photos is not { } folder)
        {
            return;
        }

        var file = File.ReadAllBytes(Path.Combine(folder, name));
        var larger = new byte[file.Length + 1_000];
        file.CopyTo(larger, 500);
        var part = larger.AsMemory(500, file.Length);
        foreach (var side in (int[])[1_600, 700, 320, 100])
        {
            using var whole = Decoder.Decode(file, side).Value.ShouldNotBeNull();
            using var same = Decoder.Decode(part, side).Value.ShouldNotBeNull();
            same.ToRgb().Rgb.SequenceEqual(whole.ToRgb().Rgb).ShouldBeTrue($"at {side} pixels");
        }

        using var model = Decoder.DecodeTo(file, new ModelInputSize(224, 224, ResizeMode.Stretch)).Value.ShouldNotBeNull();
        using var sameModel = Decoder.DecodeTo(part, new ModelInputSize(224, 224, ResizeMode.Stretch)).Value.ShouldNotBeNull();
        sameModel.Rgb.SequenceEqual(model.Rgb).ShouldBeTrue();
    }

    [Theory]
    [InlineData(4_000, 3_000, 1)]
    [InlineData(3_001, 1_999, 6)]
    [InlineData(700, 900, 8)]
    public void A_made_photo_in_a_part_of_larger_memory_is_the_same_picture_however_it_is_turned(int width, int height, int orientation)
    {
        var file = Pictures.WithExif(Pictures.Jpeg(Pictures.Scene(width, height), width, height), Pictures.Tags((0x0112, (short)orientation)));
        var larger = new byte[file.Length + 7];
        file.CopyTo(larger, 3);
        foreach (var side in (int[])[1_600, 640, 200])
        {
            using var whole = Decoder.Decode(file, side).Value.ShouldNotBeNull();
            using var same = Decoder.Decode(larger.AsMemory(3, file.Length), side).Value.ShouldNotBeNull();
            (same.Width, same.Height).ShouldBe((whole.Width, whole.Height));
            same.ToRgb().Rgb.SequenceEqual(whole.ToRgb().Rgb).ShouldBeTrue($"at {side} pixels");
        }
    }

    [Theory]
    [MemberData(nameof(Photos))]
    public void Every_photo_is_decoded_described_and_rendered(string name)
    {
        if (Repository.Photos is not { } folder)
        {
            return;
        }

        var file = File.ReadAllBytes(Path.Combine(folder, name));
        var result = Decoder.Decode(file);
        result.Fault.ShouldBeNull();
        using var image = result.Value.ShouldNotBeNull();
        Math.Max(image.Width, image.Height).ShouldBeLessThanOrEqualTo(1600);
        var thumb = Renditions.Thumb(image);
        var preview = Renditions.Preview(image);
        var colors = DominantColors.Of(image);
        var blurHash = BlurHash.Encode(image);
        var hash = PerceptualHash.Compute(image);
        var exif = Decoder.ReadExif(file);
        output.WriteLine(
            $"{name}: {image.Facts} -> {image.Width}x{image.Height}; thumb {thumb.Length} preview {preview.Length}; " +
            $"{string.Join(' ', colors.Select(color => $"{color.Name} {color.Hex} {color.Percent}"))} {blurHash} {hash} {exif}");
        colors.Count.ShouldBeInRange(1, 5);
        colors.Sum(color => color.Percent).ShouldBeLessThanOrEqualTo(100.0001);
    }

    [Theory]
    [InlineData(1, 1200, 1600)]
    [InlineData(2, 1600, 1200)]
    [Trait(Editions.Only, Editions.Embedded)]
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
        Pixels.MeanDifference(turned.Image.WriteToMemory<byte>(), expected.WriteToMemory<byte>()).ShouldBeLessThan(2);
    }

    // A theory needs a row, also on a machine without the photos.
    private static IEnumerable<string> Names(Func<string, bool> isWanted) => Repository.Photos is { } folder
        ? Directory.EnumerateFiles(folder)
            .Where(file => FileTypes.FromExtension(Path.GetExtension(file))?.IsImage() == true && isWanted(Path.GetExtension(file)))
            .Select(file => Path.GetFileName(file)!)
            .Order(StringComparer.Ordinal)
        : ["none"];
}

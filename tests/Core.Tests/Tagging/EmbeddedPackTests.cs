using Magpie.Tagging;
using Magpie.Tests.Support;

namespace Magpie.Core.Tests.Tagging;

/// <summary>The pack that comes with the repository, models/basics.</summary>
public sealed class EmbeddedPackTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "models", "basics");

    [Fact]
    public void The_embedded_pack_is_sound_and_small()
    {
        var reading = PackLoader.Verify(Folder, new TaggingOptions());

        reading.Problems.ShouldBeEmpty();
        reading.Pack.ShouldNotBeNull().Dispose();
        new FileInfo(Path.Combine(Folder, "model.onnx")).Length.ShouldBeLessThan(1_000_000);
    }

    [Theory]
    [InlineData(0, 0, 0, "black", "dark")]
    [InlineData(255, 255, 255, "white", "bright")]
    [InlineData(128, 128, 128, "grey", "low contrast")]
    [InlineData(40, 80, 220, "blue", "low contrast")]
    [InlineData(210, 30, 30, "red", "low contrast")]
    public async Task An_even_picture_has_a_colour_and_a_light_and_shows_nothing(byte red, byte green, byte blue, string colour, string light)
    {
        using var tagging = new TaggingFixture(Path.GetDirectoryName(Folder)!);

        var tags = (await tagging.TagAsync(SolidPng.Of(red, green, blue))).MlTags.Select(tag => tag.Tag).ToList();

        tags.ShouldContain(colour);
        tags.ShouldContain(light);
        tags.ShouldNotContain(tag => tag == "photo" || tag == "drawing" || tag == "sky" || tag == "water" || tag == "blurred" || tag == "sharp");
    }

    [Theory]
    [InlineData("dogs-two.jpg", "photo", "green", "vegetation", "sharp")]
    [InlineData("landscape-innsbruck.jpg", "photo", "sky", "vegetation", "sharp")]
    [InlineData("night-rocket.jpg", "photo", "dark", "blue", "sharp")]
    [InlineData("food-coffee.png", "photo", "brown", "sharp")]
    [InlineData("text-nutrition.jpg", "document", "black and white", "white")]
    public async Task Real_pictures_get_their_plain_tags(string photo, params string[] expected)
    {
        if (Repository.Photos is not { } photos)
        {
            return;
        }

        using var tagging = new TaggingFixture(Path.GetDirectoryName(Folder)!);

        var result = await tagging.TagAsync(Path.Combine(photos, photo));

        result.Model.ShouldBe("basics@1.0.0");
        result.Embedding.ShouldNotBeNull().Length.ShouldBe(96);
        expected.ShouldBeSubsetOf(result.MlTags.Select(tag => tag.Tag));
    }
}

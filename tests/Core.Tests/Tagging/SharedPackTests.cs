using Magpie.Tagging;
using Magpie.Tests.Support;

namespace Magpie.Core.Tests.Tagging;

/// <summary>The shared packs on the shared photos; nothing to do where there are none.</summary>
public sealed class SharedPackTests
{
    [Fact]
    public void Every_shared_pack_is_sound()
    {
        if (Repository.Models is not { } models)
        {
            return;
        }

        foreach (var folder in Directory.GetDirectories(models))
        {
            var reading = PackLoader.Verify(folder, new TaggingOptions());
            reading.Problems.ShouldBeEmpty();
            reading.Pack.ShouldNotBeNull().Dispose();
        }
    }

    [Theory]
    [InlineData("cat-chelsea.png", "egyptian cat", "cat", "animal")]
    [InlineData("dog-dachshund.jpg", null, "dog", "animal")]
    [InlineData("dogs-two.jpg", null, "dog", "animal")]
    [InlineData("raptor-owl.jpg", "burrowing owl", "bird", "animal")]
    public async Task Animals_are_named(string photo, string? tag, params string[] parents)
    {
        if (Repository.Models is not { } models || Repository.Photos is not { } photos)
        {
            return;
        }

        using var tagging = new TaggingFixture(models);

        var result = await tagging.TagAsync(Path.Combine(photos, photo));

        result.Status.ShouldBe("done");
        var named = result.MlTags.SelectMany(one => one.Parents.Append(one.Tag)).ToHashSet(StringComparer.Ordinal);
        parents.ShouldAllBe(parent => named.Contains(parent));
        (tag is null || named.Contains(tag)).ShouldBeTrue(string.Join(", ", named));
    }

    [Fact]
    public async Task The_bird_pack_is_asked_about_birds_only()
    {
        if (Repository.Models is not { } models || Repository.Photos is not { } photos)
        {
            return;
        }

        using var tagging = new TaggingFixture(models);

        var owl = await tagging.TagAsync(Path.Combine(photos, "raptor-owl.jpg"));
        var cat = await tagging.TagAsync(Path.Combine(photos, "cat-chelsea.png"));

        owl.Model.ShouldNotBeNull().ShouldContain("birds-mobilenetv2@1.0.0");
        cat.Model.ShouldBe("imagenet-mobilenetv2@1.0.0,wildlife-6@1.0.0");
        cat.EmbeddingModel.ShouldBe("imagenet-mobilenetv2@1.0.0");
        cat.Embedding.ShouldNotBeNull().Length.ShouldBe(1280);
    }
}

using System.Text.Json;
using Magpie.Functions.Tests.Imagga.Contract;
using Magpie.Tests.Support;
using static Magpie.Functions.Tests.Imagga.Contract.ContractFixture;

namespace Magpie.Functions.Tests.Imagga;

[Collection(ContractCollection.Name)]
public sealed class VerboseTests(ContractFixture fixture)
{
    [Fact]
    public async Task A_tag_that_is_one_of_WordNets_has_its_synset_beside_its_id_where_that_is_asked_for()
    {
        if (!HasModels || Repository.Photos is not { } photos)
        {
            return;
        }

        using var client = await fixture.SignInAsync();
        var cat = await File.ReadAllBytesAsync(Path.Combine(photos, "cat-chelsea.png"));

        var tags = await TagsAsync(("verbose", "1"));
        var shown = (await TagsAsync(("verbose", "0"))).Concat(await TagsAsync()).ToArray();

        tags.ShouldAllBe(tag => tag.EnumerateObject().First().Name == "confidence");
        var synsets = tags.Where(tag => tag.TryGetProperty("synset", out _)).ToArray();
        synsets.ShouldNotBeEmpty();
        foreach (var tag in synsets)
        {
            tag.GetProperty("synset").GetString()!.ShouldMatch("^n[0-9]{8}$");
            tag.GetProperty("synset").GetString().ShouldBe(tag.GetProperty("tag_id").GetString());
        }

        synsets.Select(tag => tag.GetProperty("synset").GetString()).ShouldContain("n02124075", "an Egyptian cat");
        var own = tags.Where(tag => tag.TryGetProperty("tag_id", out var id) && id.GetString()!.StartsWith("basics:", StringComparison.Ordinal));
        own.Any(tag => tag.TryGetProperty("synset", out _)).ShouldBeFalse();
        shown.ShouldAllBe(tag => string.Join(' ', tag.EnumerateObject().Select(member => member.Name)) == "confidence tag");

        async Task<JsonElement[]> TagsAsync(params (string Name, string Value)[] parameters) =>
            [.. (await ResultAsync(client.PostAsync("/v2/tags", ImaggaFixture.Form(cat, parameters)))).GetProperty("tags").EnumerateArray()];
    }
}

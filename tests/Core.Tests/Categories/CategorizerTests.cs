using System.Text.Json.Nodes;
using Magpie.Categories;
using Magpie.Core.Tests.Tagging;
using Magpie.Tagging;
using Magpie.Tests.Support;

namespace Magpie.Core.Tests.Categories;

public sealed class CategorizerTests : IDisposable
{
    private static readonly CategorizerCatalog Catalog = new();

    private readonly TinyPack _packs = new();

    public static TheoryData<string> Codes => [.. Languages.All.Select(language => language.Code)];

    [Fact]
    public void The_categorizers_have_the_documentations_categories()
    {
        Catalog.Ids.ShouldBe(["general_v3", "nsfw_beta", "personal_photos"], ignoreOrder: true);
        Catalog.Find("nsfw_beta")!.Labels.ShouldBe(["nsfw", "safe", "underwear"], ignoreOrder: true);
        Catalog.Find("personal_photos")!.Labels.ShouldBe(
            [
                "interior objects", "nature landscape", "beaches seaside", "events parties", "food drinks", "paintings art", "pets animals", "text visuals",
                "sunrises sunsets", "cars vehicles", "macro flowers", "streetview architecture", "people portraits",
            ],
            ignoreOrder: true);
    }

    [Theory]
    [InlineData("hunting dog", "pets animals", "dog", "animal")]
    [InlineData("minivan", "cars vehicles", "car", "vehicle")]
    [InlineData("seashore", "beaches seaside", "geological formation")]
    [InlineData("espresso", "food drinks", "coffee", "beverage")]
    public void A_label_goes_to_the_category_of_its_name_or_its_nearest_parent(string label, string category, params string[] parents)
    {
        var shares = Sort("personal_photos", [0.9f, 0, 0], names => names[0] = TinyPack.Label(label, parents: parents));
        (shares[0].Category, shares[0].Percent).ShouldBe((category, 100));
    }

    [Fact]
    public void Shares_are_of_what_belongs_somewhere_together_a_hundred_and_by_size()
    {
        var shares = Sort("personal_photos", [0.6f, 0.2f, 0.9f], names =>
        {
            names[0] = TinyPack.Label("tabby", parents: "cat");
            names[1] = TinyPack.Label("sports car", parents: "car");
            names[2] = TinyPack.Label("nothing that anybody sorts", parents: "abstraction");
        });

        shares.Take(2).Select(share => (share.Category, Math.Round(share.Percent, 3))).ShouldBe([("pets animals", 75), ("cars vehicles", 25)]);
        shares.Sum(share => share.Percent).ShouldBe(100, 1e-6);
        Sort("personal_photos", [0, 0, 0.9f], names => names[2] = TinyPack.Label("nothing that anybody sorts", parents: "abstraction")).ShouldBeEmpty();
    }

    [Fact]
    public void What_is_not_safe_is_told_from_underwear_and_from_what_is() =>
        Sort("nsfw_beta", [0.7f, 0.2f, 0.1f], names => (names[0], names[1], names[2]) = (TinyPack.Label("sexy"), TinyPack.Label("neutral"), TinyPack.Label("porn")))
            .Select(share => (share.Category, Math.Round(share.Percent, 3))).ShouldBe([("underwear", 70), ("safe", 20), ("nsfw", 10)]);

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_category_has_a_name_in_every_language(string code)
    {
        var names = new NamesFolder(Path.Combine(Repository.Root, "models", NamesFolder.SharedName), "").Names(code);
        foreach (var category in Catalog.All.SelectMany(categorizer => categorizer.Labels))
        {
            names.ContainsKey(category).ShouldBeTrue(category);
            (names[category][0] == category).ShouldBe(code == "en", category);
        }
    }

    public void Dispose() => _packs.Dispose();

    private IReadOnlyList<CategoryShare> Sort(string categorizer, float[] scores, Action<JsonArray> labels)
    {
        _packs.Add(labels: labels);
        using var tagging = new TaggingFixture(_packs.Root);
        return Catalog.Find(categorizer)!.Sort([new PackScores(tagging.Registry.Packs.ShouldHaveSingleItem(), scores, null)]);
    }
}

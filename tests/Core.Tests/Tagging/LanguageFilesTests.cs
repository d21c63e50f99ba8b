using System.Text;
using Magpie.Search;
using Magpie.Tagging;
using Magpie.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Magpie.Core.Tests.Tagging;

/// <summary>The names that come with the repository: of the pack basics, and of what packs of animals and things share.</summary>
public sealed class LanguageFilesTests : IDisposable
{
    private static readonly string Models = Path.Combine(Repository.Root, "models");

    /// <summary>Words that are spelt as in English in some language; anything else that is would have been forgotten.</summary>
    private static readonly string[] Cognates =
    [
        "photo", "document", "screenshot", "diagram", "vegetation", "water", "orange", "brown", "beige", "turquoise", "illustration", "monochrome",
        "text", "nature", "animal", "reptile", "insect", "wolf", "person", "plant", "fruit", "car", "vehicle",
    ];

    private readonly PackRegistry _registry = new(Options.Create(new TaggingOptions { Folders = Models }), NullLogger<PackRegistry>.Instance);

    public static TheoryData<string> Codes => [.. Languages.All.Select(language => language.Code)];

    [Fact]
    public void There_is_a_file_for_every_language_and_no_other()
    {
        var codes = Languages.All.Select(language => language.Code);

        Basics.Names.ShouldNotBeNull().Codes.ShouldBe(codes, ignoreOrder: true);
        Shared.Codes.ShouldBe(codes, ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_label_and_parent_has_a_name_and_no_key_is_misspelt(string code)
    {
        var names = Basics.Names!.Names(code);

        Basics.Names.ProblemsOf(code).ShouldBeEmpty();
        names.Keys.ShouldBe(Basics.Labels.Select(label => label.Id).Concat(Basics.Labels.SelectMany(label => label.Parents)).Distinct(), ignoreOrder: true);
        LanguageCoverage.Share(Basics, code, []).ShouldBe(1);
        Shared.Names(code).Keys.ShouldBe(Shared.Names("en").Keys, ignoreOrder: true);
        Shared.ProblemsOf(code).ShouldBeEmpty();
    }

    [Fact]
    public void Names_within_the_labels_are_the_same_as_in_the_files()
    {
        Basics.Labels.SelectMany(label => label.Names.Keys).Distinct().Count().ShouldBe(5);

        foreach (var (label, code, name) in Basics.Labels.SelectMany(label => label.Names.Select(name => (label, name.Key, name.Value))))
        {
            Basics.Names!.Names(code)[label.Id][0].ShouldBe(name, $"{label.Id} in {code}");
        }
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void No_name_is_left_in_English_but_true_cognates(string code)
    {
        if (code != Languages.English)
        {
            Entries(code).Where(entry => string.Equals(entry.English, entry.Names[0], StringComparison.OrdinalIgnoreCase)).Select(entry => entry.English)
                .ShouldBeSubsetOf(Cognates);
        }
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void Names_are_in_the_script_of_the_language(string code)
    {
        Func<int, bool> isOfScript = code switch
        {
            "ar" or "fa" or "ur" => letter => letter is >= 0x0600 and <= 0x06FF,
            "he" => letter => letter is >= 0x05D0 and <= 0x05EA,
            "el" => letter => letter is >= 0x0370 and <= 0x03FF,
            "bg" or "ru" or "sr_cyrl" or "uk" => letter => letter is >= 0x0400 and <= 0x04FF,
            "hi" => letter => letter is >= 0x0900 and <= 0x097F,
            "th" => letter => letter is >= 0x0E00 and <= 0x0E7F,
            "ja" => letter => letter is >= 0x3040 and <= 0x30FF or >= 0x4E00 and <= 0x9FFF,
            "ko" => letter => letter is >= 0xAC00 and <= 0xD7A3,
            "zh_chs" or "zh_cht" => letter => letter is >= 0x4E00 and <= 0x9FFF,
            _ => letter => letter is < 0x0250 or (>= 0x1E00 and <= 0x1EFF),
        };
        var letters = Entries(code).SelectMany(entry => entry.Names).Where(name => name != "CG").SelectMany(name => name.EnumerateRunes())
            .Where(Rune.IsLetter);

        letters.Where(letter => !isOfScript(letter.Value)).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void Names_are_written_as_they_are_said_and_each_is_one_thing(string code)
    {
        var entries = Entries(code).ToList();

        foreach (var name in entries.SelectMany(entry => entry.Names))
        {
            name.ShouldBe(name.Trim());
            name.Any(letter => letter is >= '\u0300' and <= '\u036F').ShouldBeFalse($"{name}: accents are part of their letters");
            TextFolding.Fold(name).ShouldNotBeEmpty();
        }

        entries.GroupBy(entry => TagNormalizer.Normalize(entry.Names[0])).Where(same => same.Count() > 1).Select(same => same.Key).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("犬", "dog")]
    [InlineData("いぬ", "dog")]
    [InlineData("chien", "dog")]
    [InlineData("perro", "dog")]
    [InlineData("OISEAU", "bird")]
    [InlineData("vogel", "bird")]
    [InlineData("चित्र", "drawing")]
    [InlineData("nguoi", "person")]
    [InlineData("Weiss", "white")]
    [InlineData("gray", "grey")]
    [InlineData("natura", "nature")]
    [InlineData("ilustracion", "illustration")]
    public void Words_of_all_languages_find_what_they_mean(string word, string tag) =>
        new Vocabulary(_registry, Options.Create(new TaggingOptions()), NullLogger<Vocabulary>.Instance).Lookup(word).ShouldContain(tag);

    [Fact]
    public void The_program_carries_the_shared_names_with_it() =>
        Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, NamesFolder.SharedName)).Length.ShouldBe(Languages.All.Count);

    public void Dispose() => _registry.Dispose();

    private ModelPack Basics => _registry.Find("basics").ShouldNotBeNull();

    private NamesFolder Shared => _registry.SharedNames[0];

    private IEnumerable<(string English, IReadOnlyList<string> Names)> Entries(string code) =>
        Basics.Labels.Select(label => (label.NameIn("en"), Basics.Names!.Names(code)[label.Id]))
            .Concat(Basics.Labels.SelectMany(label => label.Parents).Distinct().Select(parent => (parent, Basics.Names!.Names(code)[parent])))
            .Concat(Shared.Names(code).Select(entry => (entry.Key, entry.Value)));
}

using System.Text.Json.Nodes;
using Magpie.Tagging;
using Magpie.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Magpie.Core.Tests.Tagging;

public sealed class VocabularyTests : IDisposable
{
    private readonly TinyPack _packs = new();
    private readonly List<PackRegistry> _registries = [];

    [Theory]
    [InlineData("red", "red")]
    [InlineData("RED-de", "red")]
    [InlineData("rouge", "red")]
    [InlineData("vermeil", "red")]
    [InlineData("scarlet", "red")]
    [InlineData("Couleur", "colour")]
    [InlineData("ＣＯＬＯＵＲ", "colour")]
    [InlineData("vért", "green")]
    [InlineData("chien", "dog")]
    [InlineData("犬", "dog")]
    [InlineData("ｲﾇ", "dog")]
    public void A_word_in_any_language_is_the_tag_that_assets_have(string word, string tag) => Sample().Lookup(word).ShouldBe([tag]);

    [Theory]
    [InlineData("")]
    [InlineData("nothing")]
    [InlineData("background")]
    public void A_word_that_nothing_is_called_is_no_tag(string word) => Sample().Lookup(word).ShouldBeEmpty();

    [Fact]
    public void A_word_of_two_meanings_is_both_tags()
    {
        Names("labels.fr.json", """{"id-red":"orange","id-green":"Orange"}""");
        Make().Lookup("ORANGE").ShouldBe(["red", "green"], ignoreOrder: true);
    }

    [Fact]
    public void What_is_typed_so_far_finds_whole_names_first_and_no_more_than_asked()
    {
        var vocabulary = Sample();

        vocabulary.LookupPrefix("vermei", 10).ShouldBe(["red"]);
        vocabulary.LookupPrefix("Couleu", 10).ShouldBe(["colour"]);
        vocabulary.LookupPrefix("tint", 10).ShouldBe(["green", "red"]);
        vocabulary.LookupPrefix("tint", 1).ShouldBe(["green"]);
        vocabulary.LookupPrefix("", 10).ShouldBeEmpty();
        vocabulary.LookupPrefix("v", 0).ShouldBeEmpty();
        vocabulary.LookupPrefix("\uFFFF", 10).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("perro", false, "dog")]
    [InlineData("perr", false)]
    [InlineData("perr", true, "dog")]
    [InlineData("pe", true)] // says too little
    [InlineData("dog", true)] // is a word: "doğa", nature in Turkish, only begins like it
    [InlineData("哺乳", true, "mammal")]
    public void The_beginning_of_a_word_means_something_while_it_is_no_word_itself(string word, bool isBegun, params string[] tags) =>
        Sample().Meanings(word, isBegun).ShouldBe(tags);

    [Theory]
    [InlineData("red", "fr", "rouge")]
    [InlineData("Red", "de", "red-de")]
    [InlineData("green", "ja", "green")]
    [InlineData("colour", "fr", "couleur")]
    [InlineData("dog", "ja", "犬")]
    [InlineData("dog", "no such language", "dog")]
    [InlineData("Grandma", "fr", "Grandma")]
    public void A_tag_has_a_name_in_a_language_or_in_English_or_is_its_own(string tag, string language, string name) =>
        Sample().NameOf(tag, language).ShouldBe(name);

    [Fact]
    public void Tags_in_another_language_are_found_as_they_are_stored()
    {
        Sample();
        var vocabulary = Make(options => options.Language = "fr");

        vocabulary.Lookup("red").ShouldBe(["rouge", "red"], ignoreOrder: true);
        vocabulary.Lookup("colour").ShouldBe(["couleur", "colour"], ignoreOrder: true);
        vocabulary.NameOf("rouge", "de").ShouldBe("red-de");
    }

    [Fact]
    public void Nothing_is_read_before_the_first_question_and_a_name_reads_one_language()
    {
        var vocabulary = Sample();
        _registries[^1].IsRead.ShouldBeFalse();
        vocabulary.NameOf("red", "fr").ShouldBe("rouge");
        File.WriteAllText(Path.Combine(_packs.Root, "colours", "labels.it.json"), """{"id-red":"rosso"}""");
        vocabulary.NameOf("red", "en").ShouldBe("red");
    }

    [Fact]
    public void A_broken_file_costs_its_names_only()
    {
        Names("labels.fr.json", "{");
        Names("labels.it.json", """{"id-red":"rosso"}""");
        var vocabulary = Make();

        vocabulary.Lookup("rosso").ShouldBe(["red"]);
        vocabulary.NameOf("red", "fr").ShouldBe("red");
    }

    [Fact]
    public void Dogs_are_found_in_every_language_with_a_pack_that_knows_dogs()
    {
        if (Repository.Models is not { } models)
        {
            return;
        }

        var vocabulary = Over($"{models}:{Path.Combine(Repository.Root, "models")}");

        foreach (var word in new[] { "犬", "いぬ", "chien", "perro", "Hund", "собака", "كلب", "개", "狗" })
        {
            vocabulary.Lookup(word).ShouldContain("dog", word);
        }

        vocabulary.Lookup("white shark").ShouldContain("great white shark");
        vocabulary.LookupPrefix("bald ea", 5).ShouldContain("bald eagle");
    }

    public void Dispose()
    {
        _registries.ForEach(registry => registry.Dispose());
        _packs.Dispose();
    }

    private Vocabulary Sample()
    {
        _packs.Add(labels: labels =>
        {
            labels[0]!["synonyms"] = new JsonArray("scarlet");
            labels.Add(TinyPack.Label("background", ignore: true));
        });
        File.WriteAllText(Path.Combine(_packs.Root, "colours", "labels.fr.json"), """{"id-red":["rouge","vermeil","tinted red"],"green":["vert","tint"],"colour":"couleur"}""");
        var shared = Directory.CreateDirectory(Path.Combine(_packs.Root, "languages")).FullName;
        File.WriteAllText(Path.Combine(shared, "fr.json"), """{"dog":"chien","red":"rougeâtre"}""");
        File.WriteAllText(Path.Combine(shared, "ja.json"), """{"dog":["犬","イヌ"]}""");
        return Make();
    }

    private void Names(string file, string json)
    {
        if (!Directory.Exists(Path.Combine(_packs.Root, "colours")))
        {
            _packs.Add();
        }

        File.WriteAllText(Path.Combine(_packs.Root, "colours", file), json);
    }

    private Vocabulary Make(Action<TaggingOptions>? configure = null) => Over(_packs.Root, configure);

    private Vocabulary Over(string folders, Action<TaggingOptions>? configure = null)
    {
        var options = new TaggingOptions { Folders = folders };
        configure?.Invoke(options);
        var registry = new PackRegistry(Options.Create(options), NullLogger<PackRegistry>.Instance);
        _registries.Add(registry);
        return new(registry, Options.Create(options), NullLogger<Vocabulary>.Instance);
    }
}

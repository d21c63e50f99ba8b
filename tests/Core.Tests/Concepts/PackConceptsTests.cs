using Magpie.Concepts;
using Magpie.Core.Tests.Tagging;
using Magpie.Tagging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Magpie.Core.Tests.Concepts;

public sealed class PackConceptsTests : IDisposable
{
    private readonly TinyPack _packs = new();
    private PackRegistry? _registry;

    /// <summary>"rot" is red in German and green in French here; "gift" is blue in German alone.</summary>
    [Theory]
    [InlineData("rot", "de", "red")]
    [InlineData("rot", "fr", "green")]
    [InlineData("ROT", "de", "red")]
    [InlineData("Röte", "de", "red")]
    [InlineData("rot", "it")]
    [InlineData("gift", "fr")]
    [InlineData("gift", "de", "blue")]
    [InlineData("green", "en", "green")]
    [InlineData("green", "de", "green")] // has no German name, so its own is its name there
    [InlineData("red", "de")]
    [InlineData("rot", null, "green", "red")]
    [InlineData("nothing", null)]
    public void A_word_of_a_language_names_what_is_called_so_in_it_and_nothing_that_another_language_calls_so(string word, string? language, params string[] tags) =>
        Make().Named(word, language).Select(concept => concept.Tag).ShouldBe(tags, ignoreOrder: true);

    public void Dispose()
    {
        _registry?.Dispose();
        _packs.Dispose();
    }

    private PackConcepts Make()
    {
        _packs.Add(labels: labels => labels.ToList().ForEach(label => label!["names"]!.AsObject().Remove("de")));
        File.WriteAllText(Path.Combine(_packs.Root, "colours", "labels.de.json"), """{"id-red":["rot","Röte"],"id-blue":"gift"}""");
        File.WriteAllText(Path.Combine(_packs.Root, "colours", "labels.fr.json"), """{"id-green":"rot"}""");
        var options = Options.Create(new TaggingOptions { Folders = _packs.Root });
        _registry = new PackRegistry(options, NullLogger<PackRegistry>.Instance);
        return new PackConcepts(_registry, new Vocabulary(_registry, options, NullLogger<Vocabulary>.Instance), options);
    }
}

using System.Text.RegularExpressions;
using Magpie.Faces;
using Magpie.Tagging;
using Magpie.Tests.Support;
using Magpie.Text;

namespace Magpie.Core.Tests.Tagging;

/// <summary>What an answer tells people to install can be installed, and answers then.</summary>
public sealed partial class InstallCommandTests
{
    private static readonly string?[] Decoders = [null, YunetDecoder.Name, UltrafaceDecoder.Name, DbDecoder.Name, CtcDecoder.Name];

    private static PackCatalog Catalog
    {
        get
        {
            var problems = new List<string>();
            return PackCatalog.Read(Path.Combine(Repository.Root, "models", "catalog.json"), problems) ?? throw new InvalidDataException(string.Join(' ', problems));
        }
    }

    [Fact]
    public void Every_command_that_an_answer_or_a_page_names_is_of_a_model_with_a_manifest()
    {
        var texts = new[] { "src/Functions", "docs" }.SelectMany(folder => Directory.GetFiles(Path.Combine(Repository.Root, folder), "*.*", SearchOption.AllDirectories))
            .Where(file => Path.GetExtension(file) is ".cs" or ".json" or ".md" && !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .Select(File.ReadAllText);
        var named = texts.SelectMany(text => Command().Matches(text)).Select(match => match.Groups["id"].Value).Distinct(StringComparer.Ordinal).ToList();

        named.Count.ShouldBeGreaterThan(3);
        named.Where(id => Catalog.Find(id)?.Manifest is null).ShouldBeEmpty();
    }

    [Fact]
    public void Every_decoder_of_the_catalogue_is_there() =>
        Catalog.Entries.Where(entry => entry.Manifest is not null)
            .Select(entry => System.Text.Json.Nodes.JsonNode.Parse(entry.Manifest!)!["decoder"]?.GetValue<string>())
            .ShouldBeSubsetOf(Decoders);

    [GeneratedRegex("magpie models install (?<id>[A-Za-z0-9-]+)", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Command();
}

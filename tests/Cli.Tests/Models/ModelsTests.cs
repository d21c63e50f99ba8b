using System.Text.Json.Nodes;
using Magpie.Cli.Models;
using Magpie.Cli.Tests.Running;
using Magpie.Tagging;
using Magpie.Tests.Support;

namespace Magpie.Cli.Tests.Models;

public sealed class ModelsTests
{
    private static string Basics => Path.Combine(Repository.Root, "models", "basics");

    [Fact]
    public async Task The_pack_in_the_repository_is_sound()
    {
        var outcome = await Shell.MagpieAsync("models", "verify", Basics);

        outcome.ExitCode.ShouldBe(0, outcome.Error);
        outcome.Output.ShouldStartWith("basics@");
    }

    [Fact]
    public async Task A_pack_with_a_wrong_checksum_is_not()
    {
        using var folder = new TemporaryFolder();
        CopyBasics(folder.Path, manifest => manifest["sha256"] = new string('0', 64));

        var outcome = await Shell.MagpieAsync("models", "verify", folder.Path);

        outcome.ExitCode.ShouldBe(1);
        outcome.Error.ShouldContain("SHA-256");
        outcome.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_pack_is_installed_from_a_folder_and_then_listed()
    {
        using var folder = new TemporaryFolder();

        var installed = await Shell.MagpieAsync("models", "install", Basics, "--models", folder.Path);
        var listed = await Shell.MagpieAsync("models", "list", "--models", folder.Path);

        installed.ExitCode.ShouldBe(0, installed.Error);
        File.Exists(folder.File("basics/pack.json")).ShouldBeTrue();
        listed.ExitCode.ShouldBe(0, listed.Error);
        listed.Output.ShouldContain("basics@");
        listed.Output.ShouldContain("(recommended)");
    }

    [Fact]
    public async Task The_list_says_how_far_packs_are_named_in_other_languages()
    {
        var models = Path.GetDirectoryName(Basics)!;

        var list = await Shell.MagpieAsync("models", "list", "--models", models);
        var languages = await Shell.MagpieAsync("models", "list", "--languages", "--models", models);

        list.Output.Split('\n').Single(line => line.StartsWith("basics@", StringComparison.Ordinal)).ShouldContain("  28      46  ");
        languages.ExitCode.ShouldBe(0, languages.Error);
        var lines = languages.Output.TrimEnd().Split('\n');
        lines[0].ShouldMatch("^CODE +LANGUAGE +basics$");
        lines.Length.ShouldBe(47);
        lines.ShouldContain(line => line.StartsWith("sr_cyrl", StringComparison.Ordinal));
        lines.Skip(1).ShouldAllBe(line => line.EndsWith("100 %", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_more_it_lists_what_is_installed_and_how_far_that_is_named_in_other_languages()
    {
        var models = Path.GetDirectoryName(Basics)!;

        var alone = await Shell.MagpieAsync("models", "--models", models);
        var languages = await Shell.MagpieAsync("models", "--languages", "--models", models);

        alone.ExitCode.ShouldBe(0, alone.Error);
        alone.Output.ShouldBe((await Shell.MagpieAsync("models", "list", "--models", models)).Output);
        alone.Output.Split('\n').Single(line => line.StartsWith("basics@", StringComparison.Ordinal)).ShouldContain("  28      46  ");
        languages.Output.ShouldBe((await Shell.MagpieAsync("models", "list", "--languages", "--models", models)).Output);
        (await Shell.MagpieAsync("models", "nonsense", "--models", models)).ExitCode.ShouldBe(2);
    }

    [Fact]
    public async Task A_pack_that_is_not_what_was_asked_for_is_not_installed()
    {
        using var folder = new TemporaryFolder();

        var outcome = await Shell.MagpieAsync("models", "install", Basics, "--models", folder.Path, "--sha256", new string('0', 64));

        outcome.ExitCode.ShouldBe(1);
        Directory.Exists(folder.File("basics")).ShouldBeFalse();
    }

    [Fact]
    public async Task The_recommended_pack_is_tried_once_and_offline_is_no_failure()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(
            folder.File("catalog.json"),
            $$"""
            {"packs": [{"id": "far", "title": "Far away", "license": "MIT", "recommended": true, "bytes": 10, "sha256": "{{new string('0', 64)}}",
                        "url": "https://127.0.0.1:{{Azurite.FreePort()}}/model.onnx"}]}
            """);
        var catalog = PackCatalog.Read(folder.File("catalog.json"), []).ShouldNotBeNull();
        using var source = new HttpModelSource();
        var pack = new RecommendedPack(ModelFolders.From(folder.Path), source, folder.File("attempt.txt"));

        await pack.TryOnceAsync(catalog, progress: null, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(10));

        (await File.ReadAllTextAsync(folder.File("attempt.txt"))).ShouldStartWith("far: its host does not answer");
        File.WriteAllText(folder.File("attempt.txt"), "tried");
        await pack.TryOnceAsync(catalog, progress: null, CancellationToken.None);
        (await File.ReadAllTextAsync(folder.File("attempt.txt"))).ShouldBe("tried");
    }

    private static void CopyBasics(string target, Action<JsonObject> change)
    {
        foreach (var file in Directory.GetFiles(Basics))
        {
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        }

        var path = Path.Combine(target, "pack.json");
        var manifest = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        change(manifest);
        File.WriteAllText(path, manifest.ToJsonString());
    }
}

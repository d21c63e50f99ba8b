using System.Text.Json.Nodes;
using Magpie.Tagging;
using Magpie.Tests.Support;

namespace Magpie.Core.Tests.Tagging;

public sealed class PackInstallerTests : IDisposable
{
    private static readonly TaggingOptions Options = new();
    private readonly TinyPack _remote = new();
    private readonly TinyPack _local = new();
    private readonly string _pack;
    private readonly FlakySource _source;

    public PackInstallerTests()
    {
        _pack = _remote.Add();
        _source = new(_pack);
    }

    private string Installed => Path.Combine(_local.Root, "colours");

    [Fact]
    public async Task A_folder_is_installed()
    {
        File.WriteAllText(Path.Combine(_pack, "LICENSE"), "MIT");
        File.WriteAllText(Path.Combine(_pack, "labels.fr.json"), """{"id-red":"rouge"}""");

        var installation = await InstallAsync(_pack);

        installation.Problems.ShouldBeEmpty();
        installation.Name.ShouldBe("colours@1.0.0");
        Directory.GetFiles(Installed).Select(Path.GetFileName).ShouldBe(["LICENSE", "labels.fr.json", "labels.json", "model.onnx", "pack.json"], ignoreOrder: true);
        Directory.GetDirectories(_local.Root).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_address_is_installed_with_what_is_beside_it()
    {
        var progress = new List<DownloadProgress>();

        var installation = await InstallAsync("https://models.example/packs/colours/pack.json", progress: new Recorder(progress));

        installation.Problems.ShouldBeEmpty();
        PackLoader.Verify(Installed, Options).Problems.ShouldBeEmpty();
        _source.Opened.Select(opened => opened.File).ShouldBe(["pack.json", "labels.json", "model.onnx"]);
        progress[^1].Bytes.ShouldBe(new FileInfo(Path.Combine(_pack, "model.onnx")).Length);
        progress[^1].TotalBytes.ShouldBe(progress[^1].Bytes);
    }

    [Fact]
    public async Task A_name_is_installed_as_the_catalogue_pins_it()
    {
        var catalog = Catalog();

        var installation = await InstallAsync("tiny", catalog: catalog);

        installation.Problems.ShouldBeEmpty();
        using var pack = PackLoader.Verify(Path.Combine(_local.Root, "tiny"), Options).Pack.ShouldNotBeNull();
        pack.ShouldSatisfyAllConditions(
            () => pack.Manifest.Id.ShouldBe("tiny"),
            () => pack.Manifest.License.ShouldBe("MIT"),
            () => pack.Manifest.Threshold.ShouldBe(0.4f),
            () => pack.Manifest.Source.ShouldBe("https://models.example/model.onnx"),
            () => pack.Labels[0].NameIn("en").ShouldBe("red"));
    }

    [Fact]
    public async Task A_download_that_breaks_goes_on_where_it_broke()
    {
        (_source.BreaksAfter, _source.Breaks) = (100, 2);
        var time = new ManualTime();

        var installing = Installer(time).InstallAsync("tiny", null, Catalog(), null, CancellationToken.None);
        await UntilDoneAsync(installing, time);

        (await installing).Problems.ShouldBeEmpty();
        _source.Opened.Select(opened => opened.Offset).ShouldBe([0, 100, 200]);
    }

    [Fact]
    public async Task A_download_that_keeps_breaking_is_taken_up_by_the_next_command()
    {
        (_source.BreaksAfter, _source.Breaks) = (50, 4);
        var time = new ManualTime();
        var installing = Installer(time).InstallAsync("tiny", null, Catalog(), null, CancellationToken.None);
        await UntilDoneAsync(installing, time);
        (await installing).Problems.ShouldHaveSingleItem().ShouldContain("broke off: connection reset Run the command again to go on from there.");
        Directory.Exists(Path.Combine(_local.Root, "tiny")).ShouldBeFalse();

        (await InstallAsync("tiny", catalog: Catalog())).Problems.ShouldBeEmpty();

        _source.Opened.Select(opened => opened.Offset).ShouldBe([0, 50, 100, 150, 200]);
    }

    [Fact]
    public async Task A_server_that_knows_no_ranges_sends_all_again()
    {
        (_source.BreaksAfter, _source.Breaks, _source.KnowsRanges, _source.SaysSize) = (100, 1, false, false);
        var time = new ManualTime();

        var installing = Installer(time).InstallAsync("tiny", null, Catalog(), null, CancellationToken.None);
        await UntilDoneAsync(installing, time);

        (await installing).Problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_file_than_the_one_pinned_is_refused_and_removed()
    {
        var bytes = File.ReadAllBytes(Path.Combine(_pack, "model.onnx"));
        var catalog = Catalog();
        bytes[^1] ^= 1;
        File.WriteAllBytes(Path.Combine(_pack, "model.onnx"), bytes);

        (await InstallAsync("tiny", catalog: catalog)).Problems.ShouldHaveSingleItem().ShouldContain("is expected; it is removed.");

        Directory.GetFiles(_local.Root, "model.onnx*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true, "has 10231 bytes, and 231 are expected.")]
    [InlineData(false, "sends more than the")]
    public async Task A_longer_file_than_the_one_pinned_is_not_read_to_its_end(bool saysSize, string sentence)
    {
        var catalog = Catalog();
        File.AppendAllText(Path.Combine(_pack, "model.onnx"), new string('x', 10_000));
        _source.SaysSize = saysSize;

        (await InstallAsync("tiny", catalog: catalog)).Problems.ShouldHaveSingleItem().ShouldContain(sentence);
    }

    [Fact]
    public async Task A_checksum_that_was_asked_for_must_be_the_manifests()
    {
        (await InstallAsync(_pack, sha256: new string('a', 64))).Problems.ShouldHaveSingleItem().ShouldContain("was asked for");
        Directory.Exists(Installed).ShouldBeFalse();
    }

    [Fact]
    public async Task A_broken_pack_does_not_replace_a_sound_one()
    {
        (await InstallAsync(_pack)).Problems.ShouldBeEmpty();
        _remote.Add(manifest: json => json["outputs"]!["scores"]!["name"] = "gone");

        (await InstallAsync(_pack)).Problems.ShouldHaveSingleItem().ShouldContain("has no such tensor");

        PackLoader.Verify(Installed, Options).Problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_newer_pack_replaces_the_older()
    {
        (await InstallAsync(_pack)).Problems.ShouldBeEmpty();
        _remote.Add(manifest: json => json["version"] = "2.0.0");

        (await InstallAsync(_pack)).Name.ShouldBe("colours@2.0.0");

        Directory.GetDirectories(_local.Root).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("nonsense", "is neither in the catalogue (tiny) nor a folder nor an address.")]
    [InlineData("http://models.example/pack.json", "must start with https://.")]
    [InlineData("ftp://models.example/pack.json", "must start with https://.")]
    [InlineData("https://models.example/model.onnx", "must end in /pack.json")]
    [InlineData("https://models.example/none/../../pack.json?x=1", null)]
    public async Task What_cannot_be_installed_is_a_sentence(string what, string? sentence)
    {
        var problems = (await InstallAsync(what, catalog: Catalog())).Problems;

        (sentence is null ? problems.Count == 0 : problems.Single().Contains(sentence, StringComparison.Ordinal)).ShouldBeTrue(string.Join(' ', problems));
    }

    [Fact]
    public void The_repositorys_catalogue_is_sound()
    {
        var problems = new List<string>();
        var catalog = PackCatalog.Read(Path.Combine(Repository.Root, "models", "catalog.json"), problems);

        problems.ShouldBeEmpty();
        catalog.ShouldNotBeNull().Recommended.ShouldNotBeNull().Id.ShouldBe("mobilenetv2");
        foreach (var entry in catalog.Entries)
        {
            var manifest = new List<string>();
            if (entry.PackJson() is { } json)
            {
                ManifestReader.Read(json, entry.Id, manifest);
            }

            manifest.ShouldBeEmpty();
            (entry.LabelsPath is null || File.Exists(entry.LabelsPath)).ShouldBeTrue(entry.LabelsPath);
        }
    }

    public void Dispose()
    {
        _remote.Dispose();
        _local.Dispose();
    }

    private PackInstaller Installer(TimeProvider time) => new(_source, _local.Root, Options, time);

    private Task<PackInstallation> InstallAsync(string what, string? sha256 = null, PackCatalog? catalog = null, IProgress<DownloadProgress>? progress = null) =>
        Installer(TimeProvider.System).InstallAsync(what, sha256, catalog ?? Catalog(), progress, CancellationToken.None);

    private PackCatalog Catalog()
    {
        var pack = JsonNode.Parse(File.ReadAllText(Path.Combine(_pack, "pack.json")))!.AsObject();
        var manifest = pack.DeepClone().AsObject();
        foreach (var field in (string[])["id", "title", "license", "model", "bytes", "sha256", "labels"])
        {
            manifest.Remove(field);
        }

        manifest["threshold"] = 0.4;
        var catalog = new JsonObject
        {
            ["packs"] = new JsonArray(new JsonObject
            {
                ["id"] = "tiny",
                ["title"] = "Tiny",
                ["license"] = "MIT",
                ["url"] = "https://models.example/model.onnx",
                ["bytes"] = pack["bytes"]!.DeepClone(),
                ["sha256"] = pack["sha256"]!.DeepClone(),
                ["labels"] = "labels.json",
                ["manifest"] = manifest,
            }),
        };
        var path = Path.Combine(_remote.Root, "colours", "catalog.json");
        File.WriteAllText(path, catalog.ToJsonString());
        return PackCatalog.Read(path, []).ShouldNotBeNull();
    }

    private static async Task UntilDoneAsync(Task task, ManualTime time)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!task.IsCompleted)
        {
            deadline.Token.ThrowIfCancellationRequested();
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(5, deadline.Token);
        }
    }

    private sealed class Recorder(List<DownloadProgress> seen) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) => seen.Add(value);
    }
}

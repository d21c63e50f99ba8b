using System.Text.Json.Nodes;
using Magpie.Tagging;

namespace Magpie.Core.Tests.Tagging;

public sealed class PackLoaderTests : IDisposable
{
    private static readonly TaggingOptions Options = new();
    private readonly TinyPack _packs = new();

    public static TheoryData<string, string> BadFields() => new()
    {
        // What replaces a field of pack.json (a path, then JSON; nothing: removed), and what the sentence says.
        { "id", "pack.json: 'id' is missing." },
        { "version", "pack.json: 'version' is missing." },
        { "task", "pack.json: 'task' is missing." },
        { "license", "pack.json: 'license' is missing." },
        { "model", "pack.json: 'model' is missing." },
        { "sha256", "pack.json: 'sha256' is missing." },
        { "input", "pack.json: 'input' is missing." },
        { "input.name", "pack.json: 'input.name' is missing." },
        { "input.width", "pack.json: 'input.width' is missing." },
        { "outputs", "pack.json: 'outputs' is missing." },
        { "outputs.scores", "pack.json: 'outputs.scores' is missing." },
        { "outputs.scores.name", "pack.json: 'outputs.scores.name' is missing." },
        { "labels", "pack.json: 'labels' is missing." },
        { "id=\"Upper Case\"", "pack.json: 'id' must be 1 to 64 lower-case letters, digits and hyphens." },
        { "id=\"../up\"", "pack.json: 'id' must be" },
        { "id=7", "pack.json: 'id' must be 1 to 500 characters of text." },
        { "task=\"divination\"", "pack.json: 'task' must be one of classification," },
        { "sha256=\"abc\"", "pack.json: 'sha256' must be 64 hexadecimal digits." },
        { "bytes=-1", "pack.json: 'bytes' must be a whole number" },
        { "bytes=17", "and 'bytes' of pack.json says 17." },
        { "model=\"../model.onnx\"", "pack.json: 'model' must be the name of a file in the pack's folder, without a path." },
        { "model=\"/etc/passwd\"", "pack.json: 'model' must be the name of a file" },
        { "model=\"C:\\\\model.onnx\"", "pack.json: 'model' must be the name of a file" },
        { "model=\"..\"", "pack.json: 'model' must be the name of a file" },
        { "labels=\"../../labels.json\"", "pack.json: 'labels' must be the name of a file" },
        { "labels=\"other.json\"", "other.json: is not in" },
        { "model=\"other.onnx\"", "other.onnx: is not in" },
        { "threshold=1.5", "pack.json: 'threshold' must be a number from 0 to 1." },
        { "threshold=\"high\"", "pack.json: 'threshold' must be a number from 0 to 1." },
        { "treshold=0.4", "pack.json: 'treshold' is no field; 'threshold' is meant." },
        { "top=0", "pack.json: 'top' must be a whole number from 1 to 1000." },
        { "requires=[]", "pack.json: 'requires' must be a list of 1 to" },
        { "input.std=[1,0,1]", "pack.json: 'input.std' must be three numbers, none of them 0" },
        { "input.mean=[1,2]", "pack.json: 'input.mean' must be three numbers" },
        { "input.mean=[1,2,1e99]", "pack.json: 'input.mean' must be three numbers" },
        { "input.width=0", "pack.json: 'input.width' must be a whole number from 1 to 4096." },
        { "input.width=100000", "pack.json: 'input.width' must be a whole number from 1 to 4096." },
        { "input.layout=\"CHW\"", "pack.json: 'input.layout' must be one of NCHW, NHWC, and is 'CHW'." },
        { "input.resize=\"squash\"", "pack.json: 'input.resize' must be one of stretch, cover, contain, shortest-side, and is 'squash'." },
        { "input.dtype=\"uint8\"", "pack.json: 'input.dtype' is UInt8, and 'image' of model.onnx takes Float." },
        { "input.width=16", "pack.json: 'input' makes [1,3,8,16], and 'image' of model.onnx takes [1,3,8,8]." },
        { "input.layout=\"NHWC\"", "pack.json: 'input' makes [1,8,8,3], and 'image' of model.onnx takes [1,3,8,8]." },
        { "input.name=\"pixels\"", "pack.json: 'input.name' is 'pixels', and the inputs of model.onnx are 'image'." },
        { "outputs.scores.name=\"logits\"", "pack.json: 'outputs.scores.name' is 'logits', and model.onnx has no such tensor." },
        { "outputs.embedding.name=\"gone\"", "pack.json: 'outputs.embedding.name' is 'gone', and model.onnx has no such tensor." },
        { "outputs.embedding.size=4", "pack.json: 'outputs.embedding.size' is 4, and 'feature' of model.onnx has 3 numbers." },
        { "outputs.scores.activation=\"relu\"", "pack.json: 'outputs.scores.activation' must be one of softmax, sigmoid, none, and is 'relu'." },
        { "outputs.embedding.normalize=\"l1\"", "pack.json: 'outputs.embedding.normalize' must be one of" },
        { "labels=[\"red\",\"green\"]", "pack.json: has 2 labels, and 'scores' of model.onnx has 3 scores." },
    };

    [Theory]
    [MemberData(nameof(BadFields))]
    public void A_manifest_that_is_wrong_is_one_sentence_with_file_and_field(string change, string sentence)
    {
        var folder = _packs.Add(manifest: json => Change(json, change));

        var reading = PackLoader.Verify(folder, Options);

        reading.Pack.ShouldBeNull();
        reading.Problems.ShouldHaveSingleItem().ShouldContain(sentence);
    }

    [Fact]
    public void A_sound_pack_passes()
    {
        var reading = PackLoader.Verify(_packs.Add(), Options);

        reading.Problems.ShouldBeEmpty();
        reading.Pack.ShouldNotBeNull().Name.ShouldBe("colours@1.0.0");
        reading.Pack.Dispose();
    }

    [Fact]
    public void An_open_batch_is_one_image()
    {
        PackLoader.Verify(_packs.Add(model: TinyModel.Mean(anyBatch: true)), Options).Problems.ShouldBeEmpty();
    }

    [Fact]
    public void A_model_that_was_changed_is_refused()
    {
        var folder = _packs.Add(manifest: json => json.Remove("bytes"));
        File.AppendAllText(Path.Combine(folder, "model.onnx"), "x");

        PackLoader.Verify(folder, Options).Problems.ShouldHaveSingleItem().ShouldStartWith("model.onnx: has the SHA-256 ");
    }

    [Fact]
    public void A_model_larger_than_the_limit_is_not_read()
    {
        var folder = _packs.Add();

        PackLoader.Verify(folder, new() { MaxModelBytes = 100 }).Problems.ShouldHaveSingleItem().ShouldEndWith("at most 100 are read.");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(100_000)]
    public void Garbage_for_a_model_is_a_sentence(int length)
    {
        var garbage = new byte[length];
        new System.Random(length).NextBytes(garbage);

        PackLoader.Verify(_packs.Add(model: garbage, manifest: json => json.Remove("bytes")), Options).Problems.ShouldHaveSingleItem().ShouldStartWith("model.onnx: ");
    }

    [Fact]
    public void A_model_cut_short_anywhere_is_a_sentence()
    {
        var model = TinyModel.Mean();
        for (var length = 1; length < model.Length; length += 7)
        {
            PackLoader.Verify(_packs.Add(model: model[..length]), Options).Problems.ShouldNotBeEmpty($"cut to {length} bytes");
        }
    }

    [Fact]
    public void A_label_too_many_is_found()
    {
        var folder = _packs.Add(labels: labels => labels.Add(TinyPack.Label("black")));

        PackLoader.Verify(folder, Options).Problems.ShouldHaveSingleItem().ShouldBe("labels.json: has 4 labels, and 'scores' of model.onnx has 3 scores.");
    }

    [Theory]
    [InlineData("", "labels.json: is no JSON that can be read (line 1).")]
    [InlineData("{}", "labels.json: must be a list of 1 to 100000 labels.")]
    [InlineData("[]", "labels.json: must be a list of 1 to 100000 labels.")]
    [InlineData("[1,2,3]", "labels.json: '[0]' must be an object with 'id' and 'names', or a name.")]
    [InlineData("[{\"names\":{\"en\":\"red\"}}]", "labels.json: '[0].id' is missing.")]
    [InlineData("[{\"id\":\"a\",\"names\":\"red\"}]", "labels.json: '[0].names' must be an object.")]
    [InlineData("[{\"id\":\"a\",\"ignore\":\"yes\"}]", "labels.json: '[0].ignore' must be true or false.")]
    [InlineData("[{\"id\":\"a\",\"parents\":\"colour\"}]", "labels.json: '[0].parents' must be a list")]
    public void Labels_that_are_wrong_are_a_sentence(string json, string sentence)
    {
        var folder = _packs.Add();
        File.WriteAllText(Path.Combine(folder, "labels.json"), json);

        PackLoader.Verify(folder, Options).Problems[0].ShouldStartWith(sentence);
    }

    [Fact]
    public void Huge_labels_and_manifests_are_not_read()
    {
        var folder = _packs.Add();
        Grow(Path.Combine(folder, "labels.json"), 17 * 1024 * 1024);
        PackLoader.Verify(folder, Options).Problems.ShouldHaveSingleItem().ShouldStartWith("labels.json: is 17825792 bytes; at most");

        Grow(Path.Combine(folder, "pack.json"), 2 * 1024 * 1024);
        PackLoader.Verify(folder, Options).Problems.ShouldHaveSingleItem().ShouldStartWith("pack.json: is 2097152 bytes; at most");
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"id\":\"a\",\"id\":\"b\"}")]
    [InlineData("{\"id\":\"\\ud800\"}")]
    [InlineData("{\"\\ud800\":1}")]
    public void A_manifest_that_is_no_object_is_a_sentence(string json)
    {
        var folder = _packs.Add();
        File.WriteAllText(Path.Combine(folder, "pack.json"), json);

        var problems = PackLoader.Verify(folder, Options).Problems;

        problems.ShouldNotBeEmpty();
        problems.ShouldAllBe(problem => problem.StartsWith("pack.json: ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_a_sentence()
    {
        PackLoader.Verify(Path.Combine(_packs.Root, "nowhere"), Options).Problems.ShouldHaveSingleItem().ShouldStartWith("pack.json: is not in ");
    }

    [Fact]
    public void Names_in_other_languages_are_read_when_they_are_asked_for()
    {
        var folder = _packs.Add();
        File.WriteAllText(Path.Combine(folder, "labels.fr.json"), """{"id-red":["rouge","vermeil"],"colour":"couleur"}""");

        using var pack = PackLoader.Verify(folder, Options).Pack.ShouldNotBeNull();
        var names = pack.Names.ShouldNotBeNull();

        names.Codes.ShouldBe(["fr"]);
        names.Names("fr")["id-red"].ShouldBe(["rouge", "vermeil"]);
        names.Names("fr")["colour"].ShouldBe(["couleur"]);
        names.Names("sv").ShouldBeEmpty();
        pack.Labels[0].NameIn("fr").ShouldBe("red");
    }

    [Fact]
    public void The_language_of_the_tags_is_read_with_the_labels()
    {
        var folder = _packs.Add();
        File.WriteAllText(Path.Combine(folder, "labels.fr.json"), """{"id-red":"rouge"}""");
        File.WriteAllText(Path.Combine(folder, "labels.sr_latn.json"), "no JSON");

        using var pack = PackLoader.Read(folder, new TaggingOptions { Language = "fr" }).Pack.ShouldNotBeNull();

        pack.Labels[0].NameIn("fr").ShouldBe("rouge");
        pack.Labels[0].NameIn("de").ShouldBe("red-de");
    }

    [Theory]
    [InlineData("[]", "labels.fr.json: must be an object of label id or English name to name")]
    [InlineData("""{"id-red":1}""", "labels.fr.json: 'id-red' must be a name of 1 to 200 characters")]
    [InlineData("""{"id-red":[]}""", "labels.fr.json: 'id-red' must be")]
    [InlineData("""{"id-red":["rouge",null]}""", "labels.fr.json: 'id-red' must be")]
    [InlineData("""{"id-red":" "}""", "labels.fr.json: 'id-red' must be")]
    [InlineData("{", "labels.fr.json: is no JSON that can be read (line 1).")]
    public void Names_that_are_wrong_are_a_sentence_when_the_pack_is_verified_and_cost_nothing_else(string json, string sentence)
    {
        var folder = _packs.Add();
        File.WriteAllText(Path.Combine(folder, "labels.fr.json"), json);

        PackLoader.Verify(folder, Options).Problems.ShouldHaveSingleItem().ShouldStartWith(sentence);
        using var pack = PackLoader.Read(folder, Options).Pack.ShouldNotBeNull();
        pack.Names.ShouldNotBeNull().Names("fr").ShouldBeEmpty();
        pack.Open().ShouldNotBeNull();
    }

    [Fact]
    public void Synonyms_are_read()
    {
        var folder = _packs.Add(labels: labels => labels[0]!["synonyms"] = new JsonArray("crimson", "scarlet"));

        using var pack = PackLoader.Read(folder, Options).Pack.ShouldNotBeNull();

        pack.Labels[0].Synonyms.ShouldBe(["crimson", "scarlet"]);
        pack.Labels[1].Synonyms.ShouldBeEmpty();
    }

    public void Dispose() => _packs.Dispose();

    private static void Change(JsonObject json, string change)
    {
        var (path, value) = change.Split('=', 2) is [var left, var right] ? (left, JsonNode.Parse(right)) : (change, null);
        var names = path.Split('.');
        var at = json;
        foreach (var name in names[..^1])
        {
            at = (JsonObject)at[name]!;
        }

        if (value is null)
        {
            at.Remove(names[^1]);
        }
        else
        {
            at[names[^1]] = value;
        }
    }

    private static void Grow(string path, long bytes)
    {
        using var file = File.OpenWrite(path);
        file.SetLength(bytes);
    }
}

using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Magpie.Tagging;

namespace Magpie.Core.Tests.Tagging;

/// <summary>Whatever is in a pack's files, reading them ends, with a pack or with sentences.</summary>
public sealed class HostilePackTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(500);

    [Fact]
    public void Any_bytes_are_a_model_or_not() =>
        Prop.ForAll<byte[]>(bytes => OnnxGraph.Read(bytes) is null || bytes.Length > 0).Check(Many);

    [Fact]
    public void A_model_with_any_byte_changed_is_a_model_or_not()
    {
        var model = TinyModel.Mean();
        Prop.ForAll<ushort, byte>((at, value) =>
        {
            var changed = (byte[])model.Clone();
            changed[at % changed.Length] = value;
            _ = OnnxGraph.Read(changed);
        }).Check(Many);
        OnnxGraph.Read(model).ShouldNotBeNull().ShouldSatisfyAllConditions(
            graph => graph.HasOutput("scores").ShouldBeTrue(),
            graph => graph.HasOutput("feature").ShouldBeFalse(),
            graph => graph.HasTensor("feature").ShouldBeTrue(),
            graph => graph.HasTensor("weights").ShouldBeFalse());
    }

    [Fact]
    public void A_manifest_with_any_byte_changed_is_read_or_refused_with_sentences()
    {
        using var packs = new TinyPack();
        var json = File.ReadAllBytes(Path.Combine(packs.Add(), "pack.json"));
        Prop.ForAll<ushort, byte>((at, value) =>
        {
            var changed = (byte[])json.Clone();
            changed[at % changed.Length] = value;
            var problems = new List<string>();
            var manifest = ManifestReader.Read(changed, "pack.json", problems);
            return (manifest is null) == (problems.Count > 0) && problems.TrueForAll(problem => problem.StartsWith("pack.json: ", StringComparison.Ordinal));
        }).Check(Many);
    }

    [Fact]
    public void Any_text_for_labels_is_read_or_refused_with_sentences() =>
        Prop.ForAll<string[]>(texts =>
        {
            var json = Encoding.UTF8.GetBytes($"[{string.Join(',', texts.Select(text => $"{{\"id\":{System.Text.Json.JsonSerializer.Serialize(text)}}}"))}]");
            var problems = new List<string>();
            return LabelReader.Read(json, "labels.json", problems) is null == problems.Count > 0;
        }).Check(Many);

    [Fact]
    public void A_name_with_a_path_in_it_is_never_plain() =>
        Prop.ForAll<string>(text => !PackFiles.IsPlainName($"{text}/x") && !PackFiles.IsPlainName($"..{text}") && !PackFiles.IsPlainName($"a\\{text}")).Check(Many);
}

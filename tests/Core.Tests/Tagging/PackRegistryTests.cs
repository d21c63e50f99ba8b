using Magpie.Tagging;

namespace Magpie.Core.Tests.Tagging;

public sealed class PackRegistryTests : IDisposable
{
    private readonly TinyPack _packs = new();

    [Fact]
    public void Folders_are_packs_or_hold_packs_and_the_first_of_an_id_wins()
    {
        using var others = new TinyPack();
        var one = _packs.Add("one");
        _packs.Add("two");
        others.Add("two");
        Directory.CreateDirectory(Path.Combine(_packs.Root, "no-pack"));
        Directory.CreateDirectory(Path.Combine(_packs.Root, ".install-half"));

        using var tagging = new TaggingFixture($"{one}:{_packs.Root}:{others.Root}:/nowhere");

        tagging.Registry.Packs.Select(pack => pack.Manifest.Id).ShouldBe(["one", "two"]);
        tagging.Registry.Find("two").ShouldNotBeNull().Folder.ShouldStartWith(_packs.Root);
        tagging.Registry.Problems.Count.ShouldBe(2);
        tagging.Registry.Problems.ShouldContain(problem => problem.EndsWith("which is no folder.", StringComparison.Ordinal));
        tagging.Registry.Problems.ShouldContain(problem => problem.Contains($"which {_packs.Root}/two has already", StringComparison.Ordinal));
    }

    [Fact]
    public void Models_are_loaded_when_asked_for_and_once()
    {
        _packs.Add("sound");
        using var tagging = new TaggingFixture(_packs.Root);
        var pack = tagging.Registry.Packs[0];
        pack.IsReady.ShouldBeFalse();

        tagging.Registry.Warm(CancellationToken.None);

        pack.IsReady.ShouldBeTrue();
        tagging.Registry.Open(pack).ShouldBeSameAs(tagging.Registry.Open(pack));
    }

    [Fact]
    public void A_task_has_the_only_pack_or_the_options()
    {
        _packs.Add("a", manifest: json => json["task"] = "categorizer");
        using (var tagging = new TaggingFixture(_packs.Root))
        {
            tagging.Registry.DefaultFor(PackTasks.Categorizer).ShouldNotBeNull().Manifest.Id.ShouldBe("a");
            tagging.Registry.DefaultFor(PackTasks.FaceDetection).ShouldBeNull();
            tagging.Registry.Taggers.ShouldBeEmpty();
        }

        _packs.Add("b", manifest: json => json["task"] = "categorizer");
        using (var tagging = new TaggingFixture(_packs.Root))
        {
            tagging.Registry.DefaultFor(PackTasks.Categorizer).ShouldBeNull();
        }

        using (var tagging = new TaggingFixture(_packs.Root, options => options.Defaults[PackTasks.Categorizer] = "b"))
        {
            tagging.Registry.DefaultFor(PackTasks.Categorizer).ShouldNotBeNull().Manifest.Id.ShouldBe("b");
        }
    }

    [Fact]
    public void A_model_that_is_broken_keeps_no_other_from_being_loaded()
    {
        _packs.Add("a-broken", model: [1]);
        _packs.Add("b-sound");
        using var tagging = new TaggingFixture(_packs.Root);

        tagging.Registry.Warm(CancellationToken.None);

        tagging.Registry.Packs.Single(pack => pack.IsReady).Manifest.Id.ShouldBe("b-sound");
        tagging.Registry.Problems.ShouldHaveSingleItem().ShouldContain("a-broken: model.onnx: is no ONNX model.");
    }

    [Fact]
    public async Task A_pack_that_is_closed_while_it_runs_ends_its_run_first()
    {
        _packs.Add(model: TinyModel.CountsRed());
        using var tagging = new TaggingFixture(_packs.Root, options => options.Timeout = TimeSpan.FromMilliseconds(500));
        tagging.Registry.Warm(CancellationToken.None);
        var session = tagging.Registry.Packs[0].Open().ShouldNotBeNull();
        var running = Task.Run(() => tagging.TagAsync(SolidPng.Of(255, 0, 0)));

        session.Dispose();
        session.Dispose();

        (await running).Status.ShouldBe("unavailable");
        using var input = InputTensor.Empty(tagging.Registry.Packs[0].Manifest.Input);
        Should.Throw<ObjectDisposedException>(() => session.Run(input.Value, CancellationToken.None));
    }

    [Fact]
    public void Two_packs_that_take_the_same_input_share_it()
    {
        _packs.Add("a");
        _packs.Add("b");
        _packs.Add("c", manifest: json => json["input"]!["scale"] = 1);
        using var tagging = new TaggingFixture(_packs.Root);
        var inputs = tagging.Registry.Packs.Select(pack => pack.Manifest.Input).ToList();
        using var image = TaggingFixture.Decode(SolidPng.Of(1, 2, 3));
        var resized = 0;
        using var tensors = new ImageTensors(size =>
        {
            resized++;
            return image.ResizeTo(size);
        });

        tensors.For(inputs[0]).ShouldBeSameAs(tensors.For(inputs[1]));
        tensors.For(inputs[0]).ShouldNotBeSameAs(tensors.For(inputs[2]));
        resized.ShouldBe(1);
    }

    public void Dispose() => _packs.Dispose();
}

using Magpie.Assets;
using Magpie.Core.Tests.Tagging;
using Magpie.Tagging;

namespace Magpie.Functions.Tests.Ingest;

[Collection(IngestTests.Name)]
public sealed class TaggingFailureTests(IngestFixture fixture) : IDisposable
{
    private readonly TinyPack _packs = new();

    [Fact]
    public Task Without_a_model_a_photo_is_ready_with_the_tags_of_its_user() => ReadyWithoutModelAsync();

    [Fact]
    public Task With_garbage_for_a_model_a_photo_is_ready_with_the_tags_of_its_user()
    {
        _packs.Add(model: [.. Enumerable.Range(0, 5000).Select(i => (byte)(i * 31))]);
        return ReadyWithoutModelAsync();
    }

    [Fact]
    public Task With_a_model_that_answers_no_numbers_a_photo_is_ready_with_the_tags_of_its_user()
    {
        _packs.Add(model: TinyModel.Mean(gain: float.NaN));
        return ReadyWithoutModelAsync();
    }

    [Fact]
    public Task With_a_model_that_never_ends_a_photo_is_ready_with_the_tags_of_its_user()
    {
        _packs.Add(model: TinyModel.CountsRed(), manifest: json => json["outputs"]!.AsObject().Remove("embedding"));
        return ReadyWithoutModelAsync(options => options.Timeout = TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public async Task Beside_a_broken_model_the_others_tag()
    {
        _packs.Add("a-broken", model: [1, 2, 3]);
        _packs.Add("b-sound");
        using var worker = new Worker(fixture, models: _packs.Root);

        var ready = await worker.SettleAsync(Photos.Sideways);

        ready.Tags.ShouldBe(["nest", "spring", "red"]);
        ready.Tagging.ShouldBe(new TaggingSummary("done", "b-sound@1.0.0"));
    }

    public void Dispose() => _packs.Dispose();

    private async Task ReadyWithoutModelAsync(Action<TaggingOptions>? tagging = null)
    {
        using var worker = new Worker(fixture, models: _packs.Root, tagging: tagging);

        var ready = await worker.SettleAsync(Photos.Sideways);

        ready.State.ShouldBe(AssetState.Ready);
        ready.Tags.ShouldBe(["nest", "spring"]);
        ready.MlTags.ShouldBeEmpty();
        ready.Tagging.ShouldBe(new TaggingSummary("unavailable", null));
        (await worker.CountsAsync()).Keys.ShouldBe(["nest", "spring"], ignoreOrder: true);
    }
}

using System.Diagnostics;
using System.Text.Json.Nodes;
using Magpie.Tagging;

namespace Magpie.Core.Tests.Tagging;

public sealed class TaggerTests : IDisposable
{
    private static readonly byte[] Red = SolidPng.Of(255, 0, 0);
    private readonly TinyPack _packs = new();

    [Fact]
    public async Task The_strongest_label_is_the_tag()
    {
        _packs.Add();
        using var tagging = new TaggingFixture(_packs.Root);

        var result = await tagging.TagAsync(Red);

        result.Status.ShouldBe("done");
        result.Model.ShouldBe("colours@1.0.0");
        var tag = result.MlTags.ShouldHaveSingleItem();
        tag.ShouldSatisfyAllConditions(
            () => tag.Tag.ShouldBe("red"),
            () => tag.Confidence.ShouldBe(1f, 1e-6),
            () => tag.Parents.ShouldBe(["colour"]),
            () => tag.Id.ShouldBe("id-red"),
            () => tag.Pack.ShouldBe("colours@1.0.0"));
    }

    [Theory]
    [InlineData("float32", TinyModel.Float, "NCHW", "RGB", 255, 0, 0, "red")]
    [InlineData("float32", TinyModel.Float, "NCHW", "BGR", 255, 0, 0, "blue")]
    [InlineData("float32", TinyModel.Float, "NHWC", "RGB", 0, 255, 0, "green")]
    [InlineData("float32", TinyModel.Float, "NHWC", "BGR", 0, 0, 255, "red")]
    [InlineData("float16", TinyModel.Float16, "NCHW", "RGB", 255, 0, 0, "red")]
    [InlineData("float16", TinyModel.Float16, "NHWC", "BGR", 255, 0, 0, "blue")]
    [InlineData("uint8", TinyModel.UInt8, "NHWC", "RGB", 0, 0, 255, "blue")]
    [InlineData("int8", TinyModel.Int8, "NCHW", "RGB", 0, 255, 0, "green")]
    public async Task Every_layout_order_and_type_is_read(
        string dtype, int elementType, string layout, string channels, byte red, byte green, byte blue, string tag)
    {
        // uint8 takes the pixels as they are, int8 takes them less 128.
        var raw = dtype.EndsWith("int8", StringComparison.Ordinal);
        _packs.Add(
            model: TinyModel.Mean(gain: raw ? 1 / 100f : 1, elementType: elementType, channelsLast: layout == "NHWC"),
            manifest: json =>
            {
                var input = json["input"]!;
                (input["dtype"], input["layout"], input["channels"]) = (dtype, layout, channels);
                if (raw)
                {
                    input["scale"] = 1;
                    input["mean"] = dtype == "int8" ? new JsonArray(128, 128, 128) : new JsonArray(0, 0, 0);
                }
            });
        using var tagging = new TaggingFixture(_packs.Root);

        var result = await tagging.TagAsync(SolidPng.Of(red, green, blue));

        tagging.Registry.Problems.ShouldBeEmpty();
        result.MlTags.ShouldHaveSingleItem().Tag.ShouldBe(tag);
    }

    [Fact]
    public async Task Pixels_become_pixel_times_scale_less_mean_by_deviation()
    {
        _packs.Add(manifest: json =>
        {
            json["input"]!["scale"] = 0.01;
            json["input"]!["mean"] = new JsonArray(0.5, 0.25, 0.125);
            json["input"]!["std"] = new JsonArray(2, 4, 8);
        });
        using var tagging = new TaggingFixture(_packs.Root);
        using var image = TaggingFixture.Decode(SolidPng.Of(200, 100, 50));

        var scores = (await tagging.Tagger.ScoreAsync(image, tagging.Registry.Find("colours")!, CancellationToken.None)).ShouldNotBeNull();

        scores.Scores[0].ShouldBe((2f - 0.5f) / 2, 1e-6);
        scores.Scores[1].ShouldBe((1f - 0.25f) / 4, 1e-6);
        scores.Scores[2].ShouldBe((0.5f - 0.125f) / 8, 1e-6);
    }

    [Theory]
    [InlineData("softmax", 0.70538, 0.25950, 0.03513)]
    [InlineData("sigmoid", 0.95257, 0.88080, 0.5)]
    public async Task Raw_scores_become_probabilities(string activation, double red, double green, double blue)
    {
        // The means 1, 2/3 and 0 times 3: raw scores 3, 2 and 0.
        _packs.Add(model: TinyModel.Mean(gain: 3), manifest: json => json["outputs"]!["scores"]!["activation"] = activation);
        using var tagging = new TaggingFixture(_packs.Root);
        using var image = TaggingFixture.Decode(SolidPng.Of(255, 170, 0));

        var scores = (await tagging.Tagger.ScoreAsync(image, tagging.Registry.Find("colours")!, CancellationToken.None)).ShouldNotBeNull();

        scores.Scores[0].ShouldBe((float)red, 1e-4);
        scores.Scores[1].ShouldBe((float)green, 1e-4);
        scores.Scores[2].ShouldBe((float)blue, 1e-4);
    }

    [Fact]
    public async Task Softmax_of_large_scores_does_not_overflow()
    {
        _packs.Add(model: TinyModel.Mean(gain: 5000), manifest: json => json["outputs"]!["scores"]!["activation"] = "softmax");
        using var tagging = new TaggingFixture(_packs.Root);

        (await tagging.TagAsync(Red)).MlTags.ShouldHaveSingleItem().Confidence.ShouldBe(1f, 1e-6);
    }

    [Fact]
    public async Task Threshold_top_and_ignore_choose_among_the_labels()
    {
        _packs.Add("all", manifest: json => json["threshold"] = 0.1);
        var bright = SolidPng.Of(255, 200, 150);
        using (var tagging = new TaggingFixture(_packs.Root))
        {
            (await tagging.TagAsync(bright)).MlTags.Select(tag => tag.Tag).ShouldBe(["red", "green", "blue"]);
        }

        _packs.Add("all", manifest: json => json["threshold"] = 0.75);
        using (var tagging = new TaggingFixture(_packs.Root))
        {
            (await tagging.TagAsync(bright)).MlTags.Select(tag => tag.Tag).ShouldBe(["red", "green"]);
        }

        _packs.Add("all", manifest: json => json["top"] = 1, labels: labels => labels[0] = TinyPack.Label("red", ignore: true));
        using (var tagging = new TaggingFixture(_packs.Root))
        {
            (await tagging.TagAsync(bright)).MlTags.Select(tag => tag.Tag).ShouldBe(["green"]);
        }
    }

    [Fact]
    public async Task A_pack_is_asked_only_when_another_has_found_what_it_requires()
    {
        _packs.Add("first");
        _packs.Add("a-red-expert", manifest: json => json["requires"] = new JsonArray("Red"), labels: Rename("scarlet", "teal", "navy"));
        _packs.Add("b-colour-expert", manifest: json => json["requires"] = new JsonArray("colour"), labels: Rename("warm", "fresh", "cold"));
        _packs.Add("c-scarlet-expert", manifest: json => json["requires"] = new JsonArray("scarlet"), labels: Rename("crimson", "x", "y"));
        using var tagging = new TaggingFixture(_packs.Root);

        var red = await tagging.TagAsync(Red);
        var green = await tagging.TagAsync(SolidPng.Of(0, 255, 0));
        var black = await tagging.TagAsync(SolidPng.Of(0, 0, 0));

        red.MlTags.Select(tag => tag.Tag).ShouldBe(["red", "scarlet", "warm", "crimson"], ignoreOrder: true);
        green.MlTags.Select(tag => tag.Tag).ShouldBe(["green", "fresh"], ignoreOrder: true);
        green.Model.ShouldBe("first@1.0.0,b-colour-expert@1.0.0");
        black.ShouldSatisfyAllConditions(() => black.MlTags.ShouldBeEmpty(), () => black.Status.ShouldBe("done"), () => black.Model.ShouldBe("first@1.0.0"));
    }

    [Fact]
    public async Task Tags_of_several_packs_are_merged_by_confidence()
    {
        _packs.Add("a", model: TinyModel.Mean(gain: 0.6f));
        _packs.Add("b", model: TinyModel.Mean(gain: 0.8f));
        _packs.Add("c", model: TinyModel.Mean(gain: 0.7f), labels: Rename("Scarlet ", "x", "y"));
        using var tagging = new TaggingFixture(_packs.Root);

        var tags = (await tagging.TagAsync(Red)).MlTags;

        tags.Select(tag => (tag.Tag, tag.Pack)).ShouldBe([("red", "b@1.0.0"), ("scarlet", "c@1.0.0")]);
    }

    [Fact]
    public async Task An_option_lists_and_orders_the_packs()
    {
        _packs.Add("a");
        _packs.Add("b");
        _packs.Add("c");
        using var tagging = new TaggingFixture(_packs.Root, options =>
        {
            options.Packs.Add("c");
            options.Packs.Add("a");
            options.Packs.Add("missing");
        });

        (await tagging.TagAsync(Red)).Model.ShouldBe("c@1.0.0,a@1.0.0");
        tagging.Registry.Problems.ShouldHaveSingleItem().ShouldBe("Magpie:Tagging: names the pack 'missing', which is not installed.");
    }

    [Fact]
    public async Task Labels_speak_the_language_of_the_option()
    {
        _packs.Add();
        using var tagging = new TaggingFixture(_packs.Root, options => options.Language = "de");

        (await tagging.TagAsync(Red)).MlTags.ShouldHaveSingleItem().Tag.ShouldBe("red-de");
    }

    [Fact]
    public async Task The_embedding_is_an_inner_tensor_of_unit_length()
    {
        _packs.Add();
        using var tagging = new TaggingFixture(_packs.Root);

        var result = await tagging.TagAsync(SolidPng.Of(60, 0, 80));

        result.EmbeddingModel.ShouldBe("colours@1.0.0");
        var embedding = result.Embedding.ShouldNotBeNull();
        embedding[0].ShouldBe(0.6f, 1e-5);
        embedding[1].ShouldBe(0f, 1e-5);
        embedding[2].ShouldBe(0.8f, 1e-5);
    }

    [Fact]
    public async Task Without_packs_tagging_is_unavailable()
    {
        using var tagging = new TaggingFixture(_packs.Root);

        (await tagging.TagAsync(Red)).ShouldBe(TaggingResult.Unavailable);
    }

    [Fact]
    public async Task A_broken_pack_is_skipped_and_the_others_tag()
    {
        _packs.Add("a-broken", model: [1, 2, 3]);
        _packs.Add("b-sound");
        _packs.Add("c-manifest", manifest: json => json.Remove("task"));
        using var tagging = new TaggingFixture(_packs.Root);

        var result = await tagging.TagAsync(Red);

        result.Model.ShouldBe("b-sound@1.0.0");
        tagging.Registry.Packs.Select(pack => pack.Manifest.Id).ShouldBe(["b-sound"]);
        tagging.Registry.Problems.Count.ShouldBe(2);
        tagging.Registry.Problems.ShouldContain(problem => problem.Contains("model.onnx: is no ONNX model.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_only_broken_packs_tagging_is_unavailable()
    {
        _packs.Add(model: [1, 2, 3]);
        using var tagging = new TaggingFixture(_packs.Root);

        (await tagging.TagAsync(Red)).ShouldBe(TaggingResult.Unavailable);
        (await tagging.TagAsync(Red)).ShouldBe(TaggingResult.Unavailable);
    }

    [Fact]
    public async Task A_model_that_answers_no_numbers_costs_its_tags()
    {
        _packs.Add(model: TinyModel.Mean(gain: float.NaN));
        using var tagging = new TaggingFixture(_packs.Root);

        (await tagging.TagAsync(Red)).Status.ShouldBe("unavailable");
        (await tagging.TagAsync(SolidPng.Of(0, 0, 0))).Status.ShouldBe("unavailable");
    }

    [Fact]
    public async Task A_model_that_does_not_end_is_stopped()
    {
        _packs.Add("endless", model: TinyModel.CountsRed());
        using var tagging = new TaggingFixture(_packs.Root, options => options.Timeout = TimeSpan.FromMilliseconds(200));
        tagging.Registry.Warm(CancellationToken.None);
        var started = Stopwatch.GetTimestamp();

        var red = await tagging.TagAsync(SolidPng.Of(255, 0, 0));
        var black = await tagging.TagAsync(SolidPng.Of(0, 0, 0));

        red.Status.ShouldBe("unavailable");
        black.Status.ShouldBe("done");
        Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_caller_who_gives_up_is_not_kept_waiting()
    {
        _packs.Add("endless", model: TinyModel.CountsRed());
        using var tagging = new TaggingFixture(_packs.Root, options => options.Timeout = TimeSpan.FromMinutes(5));
        using var caller = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await Should.ThrowAsync<OperationCanceledException>(() => tagging.TagAsync(Red, caller.Token));
    }

    [Fact]
    public async Task Many_images_at_once_get_their_own_tags()
    {
        _packs.Add();
        using var tagging = new TaggingFixture(_packs.Root, options => options.Concurrency = 4);

        var tags = await Task.WhenAll(Enumerable.Range(0, 60).Select(async at =>
        {
            await Task.Yield();
            var colour = (byte)(at % 3);
            var result = await tagging.TagAsync(SolidPng.Of((byte)(colour == 0 ? 255 : 0), (byte)(colour == 1 ? 255 : 0), (byte)(colour == 2 ? 255 : 0)));
            return (Wanted: (string[])["red", "green", "blue"], At: colour, Found: result.MlTags.Single().Tag);
        }));

        tags.ShouldAllBe(one => one.Wanted[one.At] == one.Found);
    }

    [Theory]
    [InlineData("stretch", 0.5f)]
    [InlineData("cover", 0.5f)]
    [InlineData("contain", 0.25f)]
    [InlineData("shortest-side", 0.5f)]
    public async Task An_image_of_another_shape_is_brought_to_the_models(string resize, float red)
    {
        // Left half red, twice as wide as high: padding halves the mean, cropping the centre keeps it.
        _packs.Add(manifest: json => json["input"]!["resize"] = resize);
        using var tagging = new TaggingFixture(_packs.Root);
        using var image = TaggingFixture.Decode(SolidPng.Halves((255, 0, 0), (0, 0, 0), 64, 32));

        var scores = (await tagging.Tagger.ScoreAsync(image, tagging.Registry.Find("colours")!, CancellationToken.None)).ShouldNotBeNull();

        scores.Scores[0].ShouldBe(red, 0.02);
    }

    public void Dispose() => _packs.Dispose();

    private static Action<JsonArray> Rename(params string[] names) => labels =>
    {
        for (var at = 0; at < names.Length; at++)
        {
            labels[at] = TinyPack.Label(names[at]);
        }
    };
}

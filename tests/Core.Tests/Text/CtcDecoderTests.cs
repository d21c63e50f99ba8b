using Magpie.Tagging;
using Magpie.Text;

namespace Magpie.Core.Tests.Text;

public sealed class CtcDecoderTests
{
    private readonly CtcDecoder _decoder = new(Manifests.Of(PackTasks.TextRecognition, """{"characters":["a","b"," "],"blank":0}"""));

    [Theory]
    [InlineData("", "")]
    [InlineData("0000", "")]
    [InlineData("1122", "ab")]
    [InlineData("110110", "aa")]
    [InlineData("10320", "a b")]
    [InlineData("3103", "a")]
    public void Repeats_are_one_and_blanks_part(string classes, string text) => Read(classes, 0.5f).Text.ShouldBe(text);

    [Fact]
    public void The_confidence_is_the_mean_of_the_characters()
    {
        var scores = Scores("1020", 0.9f);
        scores[1] = 0.5f;
        _decoder.Read(scores, 4).Confidence.ShouldBe(0.7, 1e-6);
        Read("00", 0.9f).Confidence.ShouldBe(0);
    }

    /// <summary>What is thin, a full stop or a bracket, has no step that it wins; what is between two words has even less.</summary>
    [Theory]
    [InlineData(0.15f, 0, "aba")]
    [InlineData(0.05f, 0, "aa")]
    [InlineData(0, 0.03f, "a a")]
    [InlineData(0, 0.01f, "aa")]
    [InlineData(0.15f, 0.05f, "aba")]
    public void What_a_blank_outweighs_is_read_all_the_same_unless_it_is_next_to_nothing(float b, float space, string text)
    {
        float[] scores = [.. Scores("1", 0.9f), 1 - b - space, 0, b, space, .. Scores("01", 0.9f)];

        var read = _decoder.Read(scores, 4);

        read.Text.ShouldBe(text);
        read.Confidence.ShouldBe(0.9, 1e-6, "how sure the model is does not change by what it is unsure of");
    }

    [Fact]
    public void Two_classes_of_a_space_are_one_space_and_one_is_enough()
    {
        var decoder = new CtcDecoder(Manifests.Of(PackTasks.TextRecognition, """{"characters":["a"," "," "],"blank":0}"""));
        decoder.Read([0, 1, 0, 0, 0.97f, 0, 0.015f, 0.015f, 0.2f, 0, 0, 0.8f, 1, 0, 0, 0, 0.2f, 0, 0.8f, 0, 0, 1, 0, 0], 4).Text.ShouldBe("a a");
    }

    [Fact]
    public void A_line_of_which_a_blank_outweighs_everything_is_not_believed()
    {
        float[] scores = [0.8f, 0.2f, 0, 0, 0.8f, 0, 0.2f, 0];
        _decoder.Read(scores, 4).Confidence.ShouldBe(0);
    }

    [Fact]
    public void A_blank_that_is_last_leaves_the_characters_where_they_are() =>
        new CtcDecoder(Manifests.Of(PackTasks.TextRecognition, """{"characters":["a","b"],"blank":2}""")).Read([0.9f, 0, 0, 0, 0, 1, 0, 0.8f, 0], 3).Text.ShouldBe("ab");

    [Fact]
    public void A_pack_whose_characters_are_not_the_models_says_so()
    {
        Should.Throw<InvalidDataException>(() => _decoder.Read(new float[10], 5)).Message.ShouldBe("made@1.0.0: has 3 'characters', and the model 5 classes, a blank among them.");
        Should.Throw<InvalidDataException>(() => new CtcDecoder(Manifests.Of(PackTasks.TextRecognition, """{"characters":[1]}""")));
        Should.Throw<InvalidDataException>(() => new CtcDecoder(Manifests.Of(PackTasks.TextRecognition, "{}")));
    }

    private LineText Read(string classes, float score) => _decoder.Read(Scores(classes, score), 4);

    private static float[] Scores(string classes, float score)
    {
        var scores = new float[classes.Length * 4];
        for (var step = 0; step < classes.Length; step++)
        {
            scores[(step * 4) + classes[step] - '0'] = score;
        }

        return scores;
    }
}

using System.Text.Json;
using Magpie.Faces;

namespace Magpie.Core.Tests.Faces;

public sealed class FaceSimilarityTests
{
    [Fact]
    public void The_score_grows_with_the_cosine_from_0_to_100_and_tells_one_person_from_two()
    {
        var scores = Enumerable.Range(-100, 201).Select(percent => FaceSimilarity.Score(percent / 100.0, FaceSimilarity.DefaultSameCosine)).ToArray();
        scores.ShouldBeInOrder();
        scores.Distinct().Count().ShouldBe(scores.Length);
        scores[0].ShouldBeInRange(0, 0.01);
        scores[^1].ShouldBeInRange(99.99, 100);
        FaceSimilarity.Score(0.50, 0.43).ShouldBeInRange(80, 90);
        FaceSimilarity.Score(0.43, 0.43).ShouldBe(50);
        FaceSimilarity.Score(0.39, 0.43).ShouldBeInRange(20, 30);
    }

    [Fact]
    public void Encodings_of_different_models_are_not_compared()
    {
        FaceSimilarity.Cosine(new("a@1", [1, 0]), new("a@1", [0.6f, 0.8f])).ShouldBe(0.6, 1e-6);
        Should.Throw<ArgumentException>(() => FaceSimilarity.Cosine(new("a@1", [1, 0]), new("a@2", [1, 0])));
    }

    [Theory]
    [InlineData("0.363", 0.363)]
    [InlineData("7", FaceSimilarity.DefaultSameCosine)]
    [InlineData("\"high\"", FaceSimilarity.DefaultSameCosine)]
    public void A_pack_says_where_one_person_begins(string json, double cosine) =>
        FaceSimilarity.SameCosineOf(new()
        {
            Id = "tiny",
            Version = "1",
            Task = "face-embedding",
            Model = "model.onnx",
            Sha256 = "",
            Input = new("input"),
            Outputs = new Dictionary<string, Magpie.Tagging.PackOutput>(StringComparer.Ordinal),
            Extras = new Dictionary<string, JsonElement>(StringComparer.Ordinal) { ["samePersonCosine"] = JsonDocument.Parse(json).RootElement },
        }).ShouldBe(cosine);
}

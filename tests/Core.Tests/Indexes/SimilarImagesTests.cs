using System.Numerics.Tensors;
using Magpie.Indexes;

namespace Magpie.Core.Tests.Indexes;

public sealed class SimilarImagesTests
{
    private const string Model = "test@1.0.0";

    // At right angles is √2 away, the opposite 2.
    private static readonly TrainedIndex Index = Trained(
        ("cat", [0, 1]),
        ("dog_1", [1, 0]),
        ("dog_2", [0.6f, 0.8f]),
        ("dog", [-1, 0]),
        ("big_dog_7", [0.8f, 0.6f]),
        ("_", [0, -1]));

    private static readonly ImageFeatures Right = new(Model, new[] { 1f, 0f });

    [Fact]
    public void The_nearest_come_first_and_equal_ones_by_id_at_their_euclidean_distances()
    {
        var page = SimilarImages.Find(Index, Right, new());

        page.Count.ShouldBe(6);
        page.Compared.ShouldBe(6);
        page.Images.Select(image => image.Id).ShouldBe(["dog_1", "big_dog_7", "dog_2", "_", "cat", "dog"]);
        page.Images[0].Distance.ShouldBe(0);
        page.Images[1].Distance.ShouldBe(Math.Sqrt(0.4), 1e-6);
        page.Images[3].Distance.ShouldBe(Math.Sqrt(2), 1e-6);
        page.Images[5].Distance.ShouldBe(2);
        page.Images.ShouldAllBe(image => image.Members == null);
    }

    [Theory]
    [InlineData(0, 2, "dog_1 big_dog_7")]
    [InlineData(2, 2, "dog_2 _")]
    [InlineData(5, 100, "dog")]
    [InlineData(6, 100, "")]
    [InlineData(int.MaxValue, int.MaxValue, "")]
    [InlineData(1, 0, "")]
    public void A_page_is_cut_out_of_all_and_the_count_is_of_all(int offset, int count, string ids)
    {
        var page = SimilarImages.Find(Index, Right, new(offset, count));
        string.Join(' ', page.Images.Select(image => image.Id)).ShouldBe(ids);
        page.Count.ShouldBe(6);
    }

    [Theory]
    [InlineData(0, "dog_1")]
    [InlineData(0.64, "dog_1 big_dog_7")]
    [InlineData(1.99, "dog_1 big_dog_7 dog_2 _ cat")]
    [InlineData(2, "dog_1 big_dog_7 dog_2 _ cat dog")]
    public void None_is_farther_than_asked_for(double most, string ids)
    {
        var page = SimilarImages.Find(Index, Right, new(MaxDistance: most));
        string.Join(' ', page.Images.Select(image => image.Id)).ShouldBe(ids);
        page.Count.ShouldBe(page.Images.Count);
    }

    [Fact]
    public void Of_those_of_one_name_the_nearest_stands_for_all_or_their_mean_does_with_all_of_them_listed()
    {
        var winners = SimilarImages.Find(Index, Right, new(Separator: "_", Merging: Merging.Winner));
        winners.Images.Select(image => image.Id).ShouldBe(["dog_1", "big_dog_7", "_", "cat"]);
        winners.Images.ShouldAllBe(image => image.Members == null);
        winners.Count.ShouldBe(4);

        var means = SimilarImages.Find(Index, Right, new(Separator: "_"));
        means.Images.Select(image => image.Id).ShouldBe(["big_dog", "dog", "_", "cat"]);
        means.Count.ShouldBe(4);
        var dog = means.Images[1];
        dog.Members.ShouldNotBeNull().Select(image => image.Id).ShouldBe(["dog_1", "dog_2", "dog"]);
        dog.Distance.ShouldBe(dog.Members!.Average(image => image.Distance), 1e-12);
        means.Images[0].Members.ShouldNotBeNull().ShouldHaveSingleItem().Id.ShouldBe("big_dog_7");
    }

    [Fact]
    public void A_distance_bounds_the_mean_of_those_that_are_merged()
    {
        // The dogs are 0, 0.89 and 2 away: 0.96 on average.
        SimilarImages.Find(Index, Right, new(MaxDistance: 0.95, Separator: "_")).Images.Select(image => image.Id).ShouldBe(["big_dog"]);
        var dogs = SimilarImages.Find(Index, Right, new(MaxDistance: 0.97, Separator: "_")).Images;
        dogs.Select(image => (image.Id, image.Members!.Count)).ShouldBe([("big_dog", 1), ("dog", 3)]);
        SimilarImages.Find(Index, Right, new(MaxDistance: 0.95, Separator: "_", Merging: Merging.Winner)).Images.Select(image => image.Id)
            .ShouldBe(["dog_1", "big_dog_7"]);
        SimilarImages.Find(Index, Right, new(1, 1, Separator: "_")).Images.ShouldHaveSingleItem().Id.ShouldBe("dog");
    }

    [Theory]
    [InlineData("dog_1", "_", "dog")]
    [InlineData("big_dog_1", "_", "big_dog")]
    [InlineData("dog", "_", "dog")]
    [InlineData("_1", "_", "_1")]
    [InlineData("dog_", "_", "dog")]
    [InlineData("dog--1", "--", "dog")]
    public void The_name_is_all_before_the_last_separator(string id, string separator, string name) =>
        SimilarImages.NameOf(id, separator).ToString().ShouldBe(name);

    [Fact]
    public void Features_of_other_models_are_not_compared()
    {
        var page = SimilarImages.Find(Index, Right with { Model = "other@1.0.0" }, new());
        (page.Compared, page.Count, page.Images.Count).ShouldBe((0, 0, 0));
        SimilarImages.Find(Index, new(Model, new[] { 1f, 0f, 0f }), new()).Compared.ShouldBe(0);
    }

    [Fact]
    public void It_agrees_with_a_plain_search_of_random_vectors()
    {
        var random = new Random(7);
        var vectors = Enumerable.Range(0, 500).Select(i => ($"{i % 120}-{i}", Unit(random))).ToArray();
        var query = Unit(random);

        var found = SimilarImages.Find(Trained(vectors), new(Model, query), new(20, 30)).Images;

        found.Select(image => image.Id).ShouldBe(vectors.OrderBy(one => TensorPrimitives.Distance<float>(one.Item2, query)).Skip(20).Take(30).Select(one => one.Item1));
    }

    private static float[] Unit(Random random)
    {
        var vector = Enumerable.Range(0, 32).Select(_ => random.NextSingle() - 0.5f).ToArray();
        TensorPrimitives.Divide(vector, TensorPrimitives.Norm<float>(vector), vector);
        return vector;
    }

    private static TrainedIndex Trained(params (string Id, float[] Vector)[] vectors) => TrainedIndex.Read(
        TrainedIndex.Pack([.. vectors.Select(one => new IndexedVector(one.Id, "", Model, one.Vector))], DateTimeOffset.UnixEpoch));
}

using Magpie.Faces;

namespace Magpie.Core.Tests.Faces;

public sealed class FaceClusteringTests
{
    private const double Same = FaceSimilarity.DefaultSameCosine;

    [Fact]
    public void Faces_of_one_direction_are_a_group_and_a_face_alone_is_one_too()
    {
        // Degrees around a circle: 0, 20, 10 are within 20 of each other, 120 and 130 too; 240 is nobody's.
        var groups = FaceClustering.Group([At(0), At(120), At(240), At(20), At(130), At(10)], Same);

        groups.Select(group => group.ToArray()).ShouldBe([[0, 3, 5], [1, 4], [2]]);
    }

    [Fact]
    public void The_bound_lies_where_the_score_does_and_a_pack_moves_it()
    {
        FaceSimilarity.Score(FaceSimilarity.CosineOf(FaceClustering.LeastScore, Same), Same).ShouldBe(FaceClustering.LeastScore, 1e-9);
        var bound = Math.Acos(FaceSimilarity.CosineOf(FaceClustering.LeastScore, Same)) * 180 / Math.PI;

        FaceClustering.Group([At(0), At(bound - 0.1)], Same).Count.ShouldBe(1);
        FaceClustering.Group([At(0), At(bound + 0.1)], Same).Count.ShouldBe(2);
        FaceClustering.Group([At(0), At(bound + 0.1)], Same - 0.1).Count.ShouldBe(1);
        FaceClustering.Group([At(0), At(0)], 0.99).Count.ShouldBe(2, "no cosine is high enough");
    }

    [Fact]
    public void A_chain_of_likenesses_does_not_make_one_person_of_all()
    {
        // Each is like the next; single linkage would join them all.
        var groups = FaceClustering.Group([.. Enumerable.Range(0, 8).Select(step => At(step * 40))], Same);

        groups.Max(group => group.Count).ShouldBe(2);
        groups.SelectMany(group => group).Order().ShouldBe(Enumerable.Range(0, 8));
    }

    [Fact]
    public void Groups_are_those_of_joining_the_two_nearest_again_and_again_whatever_the_order()
    {
        var random = new Random(3);
        for (var round = 0; round < 20; round++)
        {
            var faces = Crowd(random, people: 1 + round, most: 6, spread: 0.8f);
            var groups = FaceClustering.Group(faces, Same);
            Names(faces, groups).ShouldBe(Names(faces, ByHand(faces)));

            var shuffled = faces.ToArray();
            random.Shuffle(shuffled);
            Names(shuffled, FaceClustering.Group(shuffled, Same)).ShouldBe(Names(faces, groups));
        }
    }

    [Fact]
    public void As_many_faces_as_are_possible_are_grouped_soon_and_one_more_is_refused()
    {
        var random = new Random(5);
        FaceEncoding[] faces = [.. Crowd(random, people: 400, most: 6, spread: 0.3f).Take(FaceClustering.MaxFaces)];
        faces.Length.ShouldBe(FaceClustering.MaxFaces);
        var began = TimeProvider.System.GetTimestamp();

        var groups = FaceClustering.Group(faces, Same);

        TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(20));
        groups.SelectMany(group => group).Order().ShouldBe(Enumerable.Range(0, faces.Length));
        groups.Select(group => group.Count).ShouldBeInOrder(SortDirection.Descending);
        Should.Throw<ArgumentOutOfRangeException>(() => FaceClustering.Group([.. faces, faces[0]], Same));
    }

    [Fact]
    public void Nothing_has_no_groups_and_models_are_not_mixed()
    {
        FaceClustering.Group([], Same).ShouldBeEmpty();
        Should.Throw<ArgumentException>(() => FaceClustering.Group([new("a@1", [1, 0]), new("b@1", [1, 0])], Same));
    }

    [Fact]
    public void In_the_photos_the_two_pictures_of_one_man_are_a_group_and_everybody_else_is_alone()
    {
        using var faces = FacesFixture.Shared();
        if (faces is null)
        {
            return;
        }

        FaceEncoding[] all =
        [
            .. faces.Encode("faces-family6.jpg"), .. faces.Encode("face-pair-dad-a.jpg"), .. faces.Encode("face-woman-glasses.jpg"),
            .. faces.Encode("face-pair-dad-b.jpg"), .. faces.Encode("portrait-astronaut.png"),
        ];

        var groups = FaceClustering.Group(all, faces.Encoder.SameCosineOf(all[0].Model));

        groups.Select(group => group.ToArray()).ShouldBe([[6, 8], [0], [1], [2], [3], [4], [5], [7], [9]]);
    }

    private static FaceEncoding At(double degrees) => new("a@1", [(float)Math.Cos(degrees * Math.PI / 180), (float)Math.Sin(degrees * Math.PI / 180)]);

    /// <summary>People in any direction, with pictures that differ.</summary>
    private static List<FaceEncoding> Crowd(Random random, int people, int most, float spread)
    {
        var faces = new List<FaceEncoding>();
        for (var person = 0; person < people; person++)
        {
            var who = Direction(random);
            for (var picture = 0; picture <= person % most; picture++)
            {
                faces.Add(new("a@1", Unit([.. who.Zip(Direction(random), (one, other) => one + (spread * other))])));
            }
        }

        return faces;
    }

    private static float[] Direction(Random random) => Unit([.. Enumerable.Range(0, 64).Select(_ => (float)(random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5))]);

    private static float[] Unit(float[] vector)
    {
        var length = MathF.Sqrt(vector.Sum(number => number * number));
        return [.. vector.Select(number => number / length)];
    }

    /// <summary>The definition, slowly.</summary>
    private static List<List<int>> ByHand(List<FaceEncoding> faces)
    {
        var groups = Enumerable.Range(0, faces.Count).Select(face => new List<int> { face }).ToList();
        while (true)
        {
            List<(List<int> One, List<int> Other, double Mean)> pairs = [.. groups.SelectMany((left, at) => groups.Skip(at + 1).Select(right => (left, right, Mean(left, right))))];
            var (one, other, mean) = pairs.OrderByDescending(pair => pair.Mean).FirstOrDefault();
            if (one is null || mean < FaceSimilarity.CosineOf(FaceClustering.LeastScore, Same))
            {
                return groups;
            }

            one.AddRange(other);
            groups.Remove(other);
        }

        double Mean(List<int> left, List<int> right) => left.Average(first => right.Average(second => FaceSimilarity.Cosine(faces[first], faces[second])));
    }

    private static string[] Names(IReadOnlyList<FaceEncoding> faces, IEnumerable<IReadOnlyList<int>> groups) =>
        [.. groups.Select(group => string.Join(' ', group.Select(face => faces[face].Vector[0]).Order())).Order(StringComparer.Ordinal)];
}

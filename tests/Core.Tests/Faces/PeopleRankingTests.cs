using Magpie.Faces;
using Magpie.Indexes;

namespace Magpie.Core.Tests.Faces;

public sealed class PeopleRankingTests
{
    private const double Same = FaceSimilarity.DefaultSameCosine;

    [Fact]
    public void People_are_ranked_by_their_face_that_is_most_like_it_and_each_is_there_once()
    {
        var people = PeopleRanking.Rank(Index(("anna", [0, 1]), ("bert", [1, 0]), ("anna", [0.8f, 0.6f]), ("carl", [-1, 0]), ("bert", [-1, 0])), new("a@1", [0.6f, 0.8f]), Same);

        people.Select(person => person.Person).ShouldBe(["anna", "bert", "carl"]);
        people[0].Score.ShouldBe(FaceSimilarity.Score(0.96, Same), 1e-3);
        people[1].Score.ShouldBe(FaceSimilarity.Score(0.6, Same), 1e-3);
        people[2].Score.ShouldBe(0, 1e-3);
    }

    [Fact]
    public void Another_face_of_a_person_never_lowers_what_speaks_for_them()
    {
        var face = new FaceEncoding("a@1", [0.6f, 0.8f]);
        var one = PeopleRanking.Rank(Index(("anna", [0.8f, 0.6f])), face, Same);
        PeopleRanking.Rank(Index(("anna", [-1, 0]), ("anna", [0.8f, 0.6f]), ("anna", [1, 0])), face, Same).ShouldBe(one);
    }

    [Fact]
    public void Faces_of_another_model_or_of_another_length_are_not_compared()
    {
        var index = TrainedIndex.Read(TrainedIndex.Pack(
            [new("1", "anna", "a@1", new[] { 1f, 0 }), new("2", "bert", "a@2", new[] { 1f, 0 }), new("3", "carl", "a@1", new[] { 1f, 0, 0 })], DateTimeOffset.UnixEpoch));

        PeopleRanking.Rank(index, new("a@1", [1, 0]), Same).Select(person => person.Person).ShouldBe(["anna"]);
        PeopleRanking.Rank(index, new("b@1", [1, 0]), Same).ShouldBeEmpty();
    }

    [Fact]
    public void Equal_people_are_ordered_by_name() =>
        PeopleRanking.Rank(Index(("b", [1, 0]), ("a", [1, 0]), ("c", [1, 0])), new("a@1", [1, 0]), Same).Select(person => person.Person).ShouldBe(["a", "b", "c"]);

    [Fact]
    public void In_the_photos_a_man_is_recognised_by_his_other_picture()
    {
        using var faces = FacesFixture.Shared();
        if (faces is null)
        {
            return;
        }

        var known = faces.Encode("faces-family6.jpg").Select((face, at) => ($"family{at}", face))
            .Append(("dad", faces.Encode("face-pair-dad-a.jpg")[0])).Append(("woman", faces.Encode("face-woman-glasses.jpg")[0])).ToArray();
        var index = TrainedIndex.Read(TrainedIndex.Pack(
            [.. known.Select((face, at) => new IndexedVector($"{at}", face.Item1, face.Item2.Model, face.Item2.Vector.ToArray()))], DateTimeOffset.UnixEpoch));
        var asked = faces.Encode("face-pair-dad-b.jpg")[0];

        var people = PeopleRanking.Rank(index, asked, faces.Encoder.SameCosineOf(asked.Model));

        people.Count.ShouldBe(8);
        people[0].Person.ShouldBe("dad");
        people[0].Score.ShouldBeGreaterThan(95);
        people[1].Score.ShouldBeLessThan(10);
    }

    private static TrainedIndex Index(params (string Person, float[] Vector)[] faces) => TrainedIndex.Read(TrainedIndex.Pack(
        [.. faces.Select((face, at) => new IndexedVector($"{at}", face.Person, "a@1", face.Vector))], DateTimeOffset.UnixEpoch));
}

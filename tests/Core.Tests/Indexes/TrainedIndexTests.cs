using Magpie.Indexes;

namespace Magpie.Core.Tests.Indexes;

public sealed class TrainedIndexTests
{
    private static readonly DateTimeOffset At = new(2026, 4, 1, 7, 7, 9, TimeSpan.Zero);

    private static readonly IndexedVector[] Vectors =
    [
        new("dog_1", "", "imagenet@1.0.0", new[] { 0.6f, 0.8f }),
        new("犬/é", "brad_pitt", "faces@2.0.0", new[] { 1f, 0f, -1f }),
        new("dog_1", "brad_pitt", "imagenet@1.0.0", new[] { float.MaxValue, float.Epsilon }),
    ];

    [Fact]
    public void What_was_packed_is_read_as_it_was()
    {
        var index = TrainedIndex.Read(TrainedIndex.Pack(Vectors, At));

        index.TrainedAt.ShouldBe(At);
        index.Vectors.Select(vector => (vector.Id, vector.Group, vector.Model)).ShouldBe(Vectors.Select(vector => (vector.Id, vector.Group, vector.Model)));
        index.Vectors.Select(vector => vector.Vector.ToArray()).ShouldBe(Vectors.Select(vector => vector.Vector.ToArray()));
        index.Groups.Order(StringComparer.Ordinal).ShouldBe(["", "brad_pitt"]);
    }

    [Fact]
    public void A_name_is_known_in_its_own_group_alone()
    {
        var index = TrainedIndex.Read(TrainedIndex.Pack(Vectors, At));

        index.Contains("brad_pitt", "犬/é").ShouldBeTrue();
        index.Contains("", "犬/é").ShouldBeFalse();
        index.ContainsGroup("brad_pitt").ShouldBeTrue();
        index.ContainsGroup("dog_1").ShouldBeFalse();
    }

    [Fact]
    public void A_file_with_any_flipped_bit_or_cut_off_anywhere_is_refused()
    {
        var file = TrainedIndex.Pack(Vectors, At).ToArray();
        for (var i = 0; i < file.Length; i++)
        {
            file[i] ^= 0x10;
            Should.Throw<InvalidDataException>(() => TrainedIndex.Read(file));
            file[i] ^= 0x10;
            Should.Throw<InvalidDataException>(() => TrainedIndex.Read(file.AsMemory(0, i)));
        }

        TrainedIndex.Read(file).Vectors.Count.ShouldBe(3);
    }

    [Fact]
    public void An_index_of_nothing_is_one() => TrainedIndex.Read(TrainedIndex.Pack([], At)).Vectors.ShouldBeEmpty();
}

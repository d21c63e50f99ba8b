using Magpie.Functions.Assets;

namespace Magpie.Functions.Tests.Assets;

public sealed class OwnChangesTests
{
    private readonly OwnChanges _own = new();

    [Fact]
    public void What_follows_a_number_is_known_from_the_next_one_on_or_not_at_all()
    {
        for (var number = 5; number <= 8; number++)
        {
            _own.Add("a~0", number, $"id{number}");
        }

        _own.After("a~0", 4).ShouldBe(["id5", "id6", "id7", "id8"]);
        _own.After("a~0", 6).ShouldBe(["id7", "id8"]);
        _own.After("a~0", 8).ShouldBeEmpty();
        _own.After("a~0", 9).ShouldBeEmpty();
        _own.After("a~0", 3).ShouldBeEmpty("number 4 is not known");
        _own.After("a~1", 4).ShouldBeEmpty();
    }

    [Fact]
    public void Behind_a_number_of_somebody_elses_a_new_run_begins()
    {
        _own.Add("a~0", 1, "id1");
        _own.Add("a~0", 3, "id3");

        _own.After("a~0", 0).ShouldBeEmpty();
        _own.After("a~0", 2).ShouldBe(["id3"]);
    }

    [Fact]
    public void Only_the_newest_are_kept()
    {
        for (var number = 1; number <= 1_000; number++)
        {
            _own.Add("a~0", number, $"id{number}");
        }

        _own.After("a~0", 1_000 - OwnChanges.Kept).Count.ShouldBe(OwnChanges.Kept);
        _own.After("a~0", 1_000 - OwnChanges.Kept - 1).ShouldBeEmpty();
    }
}

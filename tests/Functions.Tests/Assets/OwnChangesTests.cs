using Azure.Data.Tables;
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
            _own.Add("a~0", number, $"id{number}", plannedAt: number, row: null);
        }

        Ids(4).ShouldBe(["id5", "id6", "id7", "id8"]);
        Ids(6).ShouldBe(["id7", "id8"]);
        _own.After("a~0", 8).ShouldBeEmpty();
        _own.After("a~0", 9).ShouldBeEmpty();
        _own.After("a~0", 3).ShouldBeEmpty("number 4 is not known");
        _own.After("a~1", 4).ShouldBeEmpty();
    }

    [Fact]
    public void Behind_a_number_of_somebody_elses_a_new_run_begins()
    {
        _own.Add("a~0", 1, "id1", plannedAt: 1, row: null);
        _own.Add("a~0", 3, "id3", plannedAt: 3, row: null);

        _own.After("a~0", 0).ShouldBeEmpty();
        Ids(2).ShouldBe(["id3"]);
    }

    [Fact]
    public void Only_the_newest_are_kept()
    {
        for (var number = 1; number <= 1_000; number++)
        {
            _own.Add("a~0", number, $"id{number}", plannedAt: number, row: null);
        }

        _own.After("a~0", 1_000 - OwnChanges.Kept).Count.ShouldBe(OwnChanges.Kept);
        _own.After("a~0", 1_000 - OwnChanges.Kept - 1).ShouldBeEmpty();
    }

    [Fact]
    public void The_row_of_an_asset_is_known_until_a_part_of_it_or_somebody_else_changes_it()
    {
        var (first, second) = (new TableEntity("a~0", "x"), new TableEntity("a~0", "x"));
        _own.Add("a~0", 1, "x", plannedAt: 1, first);
        _own.Overtake("a~0", 1, "x");
        _own.Row("a~0", "x").ShouldBeSameAs(first);
        _own.Row("a~1", "x").ShouldBeNull();

        _own.Add("a~0", 3, "x", plannedAt: 3, second);
        _own.Overtake("a~0", 2, "x");
        _own.Row("a~0", "x").ShouldBeSameAs(second);

        _own.Overtake("a~0", 4, "x");
        _own.Row("a~0", "x").ShouldBeNull();
        _own.Add("a~0", 5, "x", plannedAt: 5, first);
        _own.Add("a~0", 6, "x", plannedAt: 6, row: null);
        _own.Row("a~0", "x").ShouldBeNull();
    }

    [Fact]
    public void Only_the_newest_rows_are_kept_and_one_that_is_written_again_is_new()
    {
        var row = new TableEntity();
        _own.Add("a~0", 1, "first", plannedAt: 1, row);
        for (var number = 2; number <= OwnChanges.KeptRows; number++)
        {
            _own.Add("a~0", number, $"id{number}", plannedAt: number, row);
        }

        _own.Add("a~0", OwnChanges.KeptRows + 1, "first", plannedAt: 1, row);
        _own.Row("a~0", "first").ShouldNotBeNull();
        _own.Row("a~0", "id2").ShouldNotBeNull();

        _own.Add("a~0", OwnChanges.KeptRows + 2, "last", plannedAt: 1, row);
        _own.Row("a~0", "id2").ShouldBeNull();
        _own.Row("a~0", "first").ShouldNotBeNull();
    }

    private IEnumerable<string> Ids(long after) => _own.After("a~0", after).Select(change => change.Id);
}

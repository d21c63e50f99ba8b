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
            _own.Add("a~0", number, new OwnChange($"id{number}", number, null));
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
        _own.Add("a~0", 1, new OwnChange("id1", 1, null));
        _own.Add("a~0", 3, new OwnChange("id3", 3, null));

        _own.After("a~0", 0).ShouldBeEmpty();
        Ids(2).ShouldBe(["id3"]);
    }

    [Fact]
    public void Only_the_newest_are_kept()
    {
        for (var number = 1; number <= 1_000; number++)
        {
            _own.Add("a~0", number, new OwnChange($"id{number}", number, null));
        }

        _own.After("a~0", 1_000 - OwnChanges.Kept).Count.ShouldBe(OwnChanges.Kept);
        _own.After("a~0", 1_000 - OwnChanges.Kept - 1).ShouldBeEmpty();
    }

    [Fact]
    public void Of_so_many_partitions_together_only_the_newest_rows_are_kept()
    {
        var row = new TableEntity();
        for (var number = 0; number <= OwnChanges.KeptRows; number++)
        {
            _own.Add($"a~{number}", 1, new OwnChange($"id{number}", number, row));
        }

        _own.After("a~0", 0).ShouldHaveSingleItem().Row.ShouldBeNull();
        _own.After("a~1", 0).ShouldHaveSingleItem().Row.ShouldBeSameAs(row);
        _own.After($"a~{OwnChanges.KeptRows}", 0).ShouldHaveSingleItem().Row.ShouldBeSameAs(row);
    }

    private IEnumerable<string> Ids(long after) => _own.After("a~0", after).Select(change => change.Id);
}

using Microsoft.Azure.Functions.Worker;

namespace Magpie.AzureFunctions.Tests.Blobs;

public sealed class BlobPathPatternTests
{
    [Theory]
    [InlineData("incoming/{account}/{id}", "anna/42", "account=anna id=42")]
    [InlineData("incoming/{account}/{id}", "anna/a/b", "account=anna/a id=b")]
    [InlineData("incoming/{account}/{id}", "anna", null)]
    [InlineData("incoming/{name}.{extension}", "a.tar.gz", "name=a.tar extension=gz")]
    [InlineData("incoming/raw-{name}", "raw-a\nb", "name=a\nb")]
    [InlineData("incoming/raw-{name}", "RAW-a", null)]
    [InlineData("incoming/a+b(c)/{name}", "a+b(c)/d", "name=d")]
    [InlineData("incoming/exact.txt", "exact.txt", "")]
    [InlineData("incoming", "any/thing", "name=any/thing")]
    public void A_path_matches_names_and_reads_its_tokens(string path, string name, string? expected)
    {
        var values = BlobPathPattern.Parse(path).Match(name);

        (values is null ? null : string.Join(' ', values.Select(static value => $"{value.Key}={value.Value}"))).ShouldBe(expected);
    }

    [Theory]
    [InlineData("incoming/a/{id}", "incoming", "a/")]
    [InlineData("incoming/{id}", "incoming", "")]
    [InlineData("incoming/a.txt", "incoming", "a.txt")]
    public void The_listing_asks_only_for_names_that_can_match(string path, string container, string prefix)
    {
        var pattern = BlobPathPattern.Parse(path);

        (pattern.Container, pattern.Prefix).ShouldBe((container, prefix));
    }

    [Theory]
    [InlineData("{container}/{id}")]
    [InlineData("/id")]
    [InlineData("incoming/{id}/{ID}")]
    [InlineData("incoming/{id")]
    [InlineData("incoming/{not a name}")]
    public void A_path_that_is_none_is_refused(string path) =>
        Should.Throw<InvalidOperationException>(() => BlobPathPattern.Parse(path)).Message.ShouldContain(path);

    [Fact]
    public void What_was_seen_is_remembered_within_bounds()
    {
        var seen = new SeenBlobs(capacity: 100, TimeSpan.FromMinutes(1));
        var now = DateTimeOffset.UnixEpoch;
        for (UInt128 blob = 0; blob < 1000; blob++)
        {
            seen.TryBegin(blob, now).ShouldBeTrue();
            seen.TryBegin(blob, now).ShouldBeFalse();
            seen.End(blob, DateTimeOffset.MaxValue);
        }

        seen.TryBegin(999, now).ShouldBeFalse();
        seen.TryBegin(950, now).ShouldBeFalse();
        seen.TryBegin(800, now).ShouldBeTrue();
    }

    [Fact]
    public void What_wants_another_look_gets_it_when_its_time_has_come()
    {
        var seen = new SeenBlobs(capacity: 100, TimeSpan.FromMinutes(1));
        var now = DateTimeOffset.UnixEpoch;
        seen.TryBegin(1, now).ShouldBeTrue();
        seen.End(1, now.AddSeconds(5));

        seen.TryBegin(1, now.AddSeconds(4)).ShouldBeFalse();
        seen.TryBegin(1, now.AddSeconds(5)).ShouldBeTrue();
    }

    [Fact]
    public void What_was_put_off_by_a_clock_that_is_set_back_since_is_looked_at_again()
    {
        var seen = new SeenBlobs(capacity: 100, TimeSpan.FromMinutes(1));
        var now = DateTimeOffset.UnixEpoch;
        seen.TryBegin(1, now.AddDays(1)).ShouldBeTrue();
        seen.End(1, now.AddDays(1).AddSeconds(5));

        seen.TryBegin(1, now).ShouldBeTrue();
    }
}

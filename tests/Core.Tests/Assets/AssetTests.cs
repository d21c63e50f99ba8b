using Magpie.Assets;
using Magpie.Tests.Support;

namespace Magpie.Core.Tests.Assets;

public sealed class AssetTests
{
    [Fact]
    public void Ids_sort_by_the_time_they_were_made()
    {
        var time = new ManualTime();
        var first = AssetId.New(time);
        time.Advance(TimeSpan.FromMilliseconds(1));
        var second = AssetId.New(time);

        string.CompareOrdinal(first, second).ShouldBeLessThan(0);
        AssetId.IsValid(first).ShouldBeTrue();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0193")]
    [InlineData("0193AAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("0193aaaaaaaaaaaaaaaaaaaaaaaaaaa'")]
    [InlineData("0193aaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void What_does_not_look_like_an_id_is_none(string? text) => AssetId.IsValid(text).ShouldBeFalse();

    [Theory]
    [InlineData(AssetState.Reserved, AssetState.Received)]
    [InlineData(AssetState.Reserved, AssetState.Expired)]
    [InlineData(AssetState.Expired, AssetState.Received)]
    [InlineData(AssetState.Received, AssetState.Ready)]
    [InlineData(AssetState.Received, AssetState.Rejected)]
    [InlineData(AssetState.Received, AssetState.Failed)]
    [InlineData(AssetState.Ready, AssetState.Ready)]
    [InlineData(AssetState.Ready, AssetState.Deleted)]
    [InlineData(AssetState.Failed, AssetState.Deleted)]
    public void These_moves_are_allowed(AssetState from, AssetState to) => from.MayBecome(to).ShouldBeTrue();

    [Theory]
    [InlineData(AssetState.Reserved, AssetState.Ready)]
    [InlineData(AssetState.Ready, AssetState.Received)]
    [InlineData(AssetState.Ready, AssetState.Rejected)]
    [InlineData(AssetState.Rejected, AssetState.Ready)]
    [InlineData(AssetState.Deleted, AssetState.Received)]
    [InlineData(AssetState.Deleted, AssetState.Deleted)]
    [InlineData(AssetState.Failed, AssetState.Ready)]
    public void These_moves_are_not(AssetState from, AssetState to) => from.MayBecome(to).ShouldBeFalse();

    [Fact]
    public void Only_what_cannot_be_processed_any_more_is_settled()
    {
        Enum.GetValues<AssetState>().Where(state => state.IsSettled())
            .ShouldBe([AssetState.Ready, AssetState.Rejected, AssetState.Failed, AssetState.Deleted]);
    }
}

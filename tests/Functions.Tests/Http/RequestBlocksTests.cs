using Magpie.Functions.Http;

namespace Magpie.Functions.Tests.Http;

public sealed class RequestBlocksTests
{
    [Fact]
    public void A_block_that_is_given_back_is_lent_again_and_once()
    {
        using var pool = new RequestBlocks().Create();
        var first = pool.Rent(1);
        first.Memory.Length.ShouldBe(RequestBlocks.BlockBytes);
        first.Memory.Span[0] = 7;
        first.Dispose();
        first.Dispose();

        using var second = pool.Rent();
        using var third = pool.Rent(RequestBlocks.BlockBytes);

        second.Memory.Equals(first.Memory).ShouldBeTrue("it was kept");
        third.Memory.Equals(second.Memory).ShouldBeFalse("given back twice, it is there once");
    }

    [Fact]
    public void More_than_a_block_is_not_to_be_had()
    {
        using var pool = new RequestBlocks().Create();

        pool.MaxBufferSize.ShouldBe(RequestBlocks.BlockBytes);
        Should.Throw<ArgumentOutOfRangeException>(() => pool.Rent(RequestBlocks.BlockBytes + 1));
    }
}

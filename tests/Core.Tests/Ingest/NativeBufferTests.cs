using System.Buffers;
using Magpie.Imaging;
using Magpie.Ingest;

namespace Magpie.Core.Tests.Ingest;

public sealed class NativeBufferTests
{
    [Theory]
    [InlineData(1, 100, 200)]
    [InlineData(1_000, 64 << 10, 200 << 10)]
    [InlineData(64 << 10, 3 << 20, 8 << 20)]
    [InlineData(200 << 10, 8 << 20, 9 << 20)]
    [InlineData(9 << 20, 12 << 20, 20 << 20)]
    public void What_was_written_stays_however_it_grows(params int[] lengths)
    {
        _ = new ImageDecoder(new ImagingOptions());
        using var buffer = new NativeBuffer(lengths[0]);
        var written = 0;
        foreach (var length in lengths)
        {
            buffer.Grow(length);
            buffer.Length.ShouldBe(length);
            Fill(buffer.GetSpan()[written..], written);
            written = length;
        }

        var expected = new byte[written];
        Fill(expected, 0);
        buffer.GetSpan().SequenceEqual(expected).ShouldBeTrue();
    }

    [Fact]
    public void Two_that_live_at_once_never_share_memory_whoever_had_it_before()
    {
        _ = new ImageDecoder(new ImagingOptions());
        for (var round = 0; round < 3; round++)
        {
            var owners = Enumerable.Range(0, NativeBlocks.Kept * 2).Select(IMemoryOwner<byte> (_) => new NativeBuffer(1 << 20)).ToList();
            for (var i = 0; i < owners.Count; i++)
            {
                owners[i].Memory.Span.Fill((byte)i);
            }

            owners.Select(owner => owner.Memory.Span[^1]).ShouldBe(Enumerable.Range(0, owners.Count).Select(i => (byte)i));
            owners.ForEach(owner => owner.Dispose());
        }
    }

    [Fact]
    public void Disposed_twice_it_gives_its_memory_back_once()
    {
        _ = new ImageDecoder(new ImagingOptions());
        IMemoryOwner<byte> first = new NativeBuffer(1 << 20);
        first.Dispose();
        first.Dispose();

        using var one = new NativeBuffer(1 << 20);
        using var other = new NativeBuffer(1 << 20);
        one.GetSpan().Fill(1);
        other.GetSpan().Fill(2);
        one.GetSpan().IndexOfAnyExcept((byte)1).ShouldBe(-1);
        Should.Throw<ObjectDisposedException>(() => ((NativeBuffer)first).GetSpan());
    }

    private static void Fill(Span<byte> span, int from)
    {
        for (var i = 0; i < span.Length; i++)
        {
            span[i] = (byte)((from + i) * 31 >> 3);
        }
    }
}

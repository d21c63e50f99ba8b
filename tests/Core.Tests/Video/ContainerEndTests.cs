using System.Buffers.Binary;
using Magpie.Imaging;
using Magpie.Video;

namespace Magpie.Core.Tests.Video;

public sealed class ContainerEndTests
{
    [Fact]
    public async Task Boxes_that_fit_are_whole_and_one_that_does_not_is_cut_off()
    {
        byte[] file = [.. Box("ftyp", 16), .. Box("moov", 100), .. Box("mdat", 1000)];

        (await IsMissingAsync(FileType.Mp4, file)).ShouldBeFalse();
        (await IsMissingAsync(FileType.Mp4, [.. file, 1, 2, 3])).ShouldBeFalse();
        (await IsMissingAsync(FileType.Mp4, file[..^1])).ShouldBeTrue();
    }

    [Fact]
    public async Task A_box_of_64_bit_length_is_measured_and_one_without_length_reaches_to_the_end()
    {
        var large = Box("mdat", 1000);
        BinaryPrimitives.WriteUInt32BigEndian(large, 1);
        BinaryPrimitives.WriteUInt64BigEndian(large.AsSpan(8), 1000);
        var open = Box("mdat", 1000);
        BinaryPrimitives.WriteUInt32BigEndian(open, 0);

        (await IsMissingAsync(FileType.QuickTime, [.. Box("ftyp", 16), .. large])).ShouldBeFalse();
        (await IsMissingAsync(FileType.QuickTime, [.. Box("ftyp", 16), .. large[..^1]])).ShouldBeTrue();
        (await IsMissingAsync(FileType.QuickTime, [.. Box("ftyp", 16), .. open[..^1]])).ShouldBeFalse();
    }

    [Fact]
    public async Task Boxes_without_end_are_followed_only_so_far()
    {
        var reads = 0;
        byte[] file = [.. Enumerable.Range(0, 10_000).SelectMany(_ => Box("free", 8))];

        (await ContainerEnd.IsMissingAsync(FileType.Mp4, file.AsMemory(0, 4096), file.Length, Read, default)).ShouldBeFalse();

        reads.ShouldBeLessThan(100);

        Task<int> Read(long offset, Memory<byte> destination, CancellationToken cancellationToken)
        {
            reads++;
            return ReadAsync(file, offset, destination);
        }
    }

    [Fact]
    public async Task A_segment_is_measured_unless_its_length_is_unknown()
    {
        byte[] start = [0x1A, 0x45, 0xDF, 0xA3, 0x84, 1, 2, 3, 4, 0x18, 0x53, 0x80, 0x67];
        byte[] known = [.. start, 0x01, 0, 0, 0, 0, 0, 0, 100, .. new byte[100]];
        byte[] unknown = [.. start, 0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, .. new byte[100]];

        (await IsMissingAsync(FileType.Matroska, known)).ShouldBeFalse();
        (await IsMissingAsync(FileType.WebM, known[..^1])).ShouldBeTrue();
        (await IsMissingAsync(FileType.WebM, unknown[..^50])).ShouldBeFalse();
    }

    [Theory]
    [InlineData(FileType.Mp4)]
    [InlineData(FileType.Avi)]
    [InlineData(FileType.WebM)]
    [InlineData(FileType.Mpeg)]
    public async Task No_bytes_whatever_make_it_throw(FileType type)
    {
#pragma warning disable CA5394, RS0030 // Noise.
        var random = new Random(1);
        for (var length = 0; length < 200; length++)
        {
            var noise = new byte[length];
            random.NextBytes(noise);
            await IsMissingAsync(type, noise);
            await IsMissingAsync(type, [0x1A, 0x45, 0xDF, 0xA3, .. noise]);
        }
#pragma warning restore CA5394, RS0030
    }

    private static byte[] Box(string name, int size)
    {
        var box = new byte[size];
        BinaryPrimitives.WriteUInt32BigEndian(box, (uint)size);
        System.Text.Encoding.ASCII.GetBytes(name).CopyTo(box, 4);
        return box;
    }

    private static Task<bool> IsMissingAsync(FileType type, byte[] file) => ContainerEnd.IsMissingAsync(
        type, file.AsMemory(0, Math.Min(file.Length, 4096)), file.Length, (offset, destination, _) => ReadAsync(file, offset, destination), default);

    private static Task<int> ReadAsync(byte[] file, long offset, Memory<byte> destination)
    {
        var count = (int)Math.Clamp(file.Length - offset, 0, destination.Length);
        file.AsMemory((int)Math.Min(offset, file.Length), count).CopyTo(destination);
        return Task.FromResult(count);
    }
}

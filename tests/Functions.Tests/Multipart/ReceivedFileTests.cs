using System.Security.Cryptography;
using Magpie.Functions.Multipart;

namespace Magpie.Functions.Tests.Multipart;

public sealed class ReceivedFileTests : IDisposable
{
    private const int Threshold = 100_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("magpie-test-").FullName;

    [Theory]
    [InlineData(1, false)]
    [InlineData(Threshold - 1, false)]
    [InlineData(Threshold, true)]
    [InlineData(3 * Threshold, true)]
    public async Task From_the_threshold_on_a_file_is_on_disk_without_a_name_and_reads_back_as_it_came(int bytes, bool onDisk)
    {
        var content = RandomNumberGenerator.GetBytes(bytes);
        await using var file = await ReceiveAsync(content, null);

        (file.Bytes, file.IsOnDisk, file.Content is null).ShouldBe((bytes, onDisk, onDisk));
        if (!OperatingSystem.IsWindows())
        {
            Directory.EnumerateFiles(_folder).ShouldBeEmpty();
        }

        using var copy = new MemoryStream();
        await using (var stream = await file.OpenReadAsync(default))
        {
            await stream.CopyToAsync(copy);
        }

        copy.ToArray().ShouldBe(content);
        var middle = new byte[10];
        var read = await file.ReadAsync(bytes / 2, middle, default);
        middle[..read].ShouldBe(content[(bytes / 2)..Math.Min((bytes / 2) + 10, bytes)]);
        (await file.ReadAsync(bytes, middle, default)).ShouldBe(0);
    }

    [Fact]
    public async Task What_was_announced_wrongly_is_received_all_the_same()
    {
        var content = RandomNumberGenerator.GetBytes(90_000);
        await using var less = await ReceiveAsync(content, 10);
        await using var more = await ReceiveAsync(content, 1L << 40);

        less.Content!.Value.ToArray().ShouldBe(content);
        more.Content!.Value.ToArray().ShouldBe(content);
    }

    [Fact]
    public async Task Two_readers_do_not_disturb_each_other()
    {
        var content = RandomNumberGenerator.GetBytes(2 * Threshold);
        await using var file = await ReceiveAsync(content, null);
        await using var one = await file.OpenReadAsync(default);
        await using var other = await file.OpenReadAsync(default);
        one.Seek(-4, SeekOrigin.End);
        var (tail, head) = (new byte[4], new byte[4]);
        await one.ReadExactlyAsync(tail);
        await other.ReadExactlyAsync(head);

        tail.ShouldBe(content[^4..]);
        head.ShouldBe(content[..4]);
        one.Position.ShouldBe(content.Length);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_to_is_said_to_have_no_room()
    {
        await using var file = new ReceivedFile(Path.Combine(_folder, "gone"), Threshold, null);

        await Should.ThrowAsync<NoRoomException>(() => file.AppendAsync(new byte[Threshold], default));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<ReceivedFile> ReceiveAsync(byte[] content, long? expected)
    {
        var file = new ReceivedFile(_folder, Threshold, expected);
        foreach (var chunk in content.Chunk(7_777))
        {
            await file.AppendAsync(chunk, default);
        }

        return file;
    }
}

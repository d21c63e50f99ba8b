using System.Buffers.Binary;
using Magpie.Tests.Support;

namespace Magpie.Bench.Ingest;

/// <summary>A valid MP4 of any size on disk: a short video and a box of padding, which players skip.</summary>
internal sealed class LargeVideo : IDisposable
{
    private const int BlockBytes = 1 << 20;

    private LargeVideo(string path, long bytes) => (Path, Bytes) = (path, bytes);

    public string Path { get; }

    public long Bytes { get; }

    public static async Task<LargeVideo> MakeAsync(long bytes, CancellationToken cancellationToken)
    {
        var start = Ffmpeg.Installed is null
            ? [0, 0, 0, 0x10, .. "ftypisom\0\0\0\0"u8]
            : await Ffmpeg.MakeAsync(".mp4", "-f lavfi -i testsrc=s=1280x720:r=25:d=8 -pix_fmt yuv420p -c:v libx264 -movflags +faststart");
        var path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"magpie-bench-{System.IO.Path.GetRandomFileName()}.mp4");
        await using var file = File.Create(path, BlockBytes);
        await file.WriteAsync(start, cancellationToken);
        var header = new byte[8];
        BinaryPrimitives.WriteUInt32BigEndian(header, checked((uint)(bytes - start.Length)));
        "free"u8.CopyTo(header.AsSpan(4));
        await file.WriteAsync(header, cancellationToken);
        var block = new byte[BlockBytes];
#pragma warning disable CA5394, RS0030 // Filler.
        new Random(1).NextBytes(block);
#pragma warning restore CA5394, RS0030
        for (var left = bytes - start.Length - header.Length; left > 0; left -= block.Length)
        {
            await file.WriteAsync(block.AsMemory(0, (int)Math.Min(block.Length, left)), cancellationToken);
        }

        return new LargeVideo(path, bytes);
    }

    public FileStream Open() => new(Path, FileMode.Open, FileAccess.Read, FileShare.Read, BlockBytes, useAsync: true);

    public void Dispose() => File.Delete(Path);
}

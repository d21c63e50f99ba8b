using Magpie.Ingest;

namespace Magpie.Inputs;

/// <summary>A file that is in memory; whoever made it keeps the memory until it is done with.</summary>
public sealed class MemoryFile(ReadOnlyMemory<byte> content) : IArrivedFile
{
    public long Bytes => content.Length;

    public ReadOnlyMemory<byte>? Content => content;

    public Task<int> ReadAsync(long offset, Memory<byte> destination, CancellationToken cancellationToken)
    {
        var length = (int)Math.Clamp(content.Length - offset, 0, destination.Length);
        if (length > 0)
        {
            content.Slice((int)offset, length).CopyTo(destination);
        }

        return Task.FromResult(length);
    }

    public Task<Stream> OpenReadAsync(CancellationToken cancellationToken) => Task.FromResult<Stream>(new MemoryFileStream(content));
}

using Magpie.Functions.Storage;

namespace Magpie.Functions.Clarifai;

/// <summary>Reads bytes that are in memory, from the first on.</summary>
internal sealed class ArrivedBytesStream(ReadOnlyMemory<byte> content) : SeekableReadStream(content.Length)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var length = (int)Math.Clamp(content.Length - Position, 0, buffer.Length);
        if (length > 0)
        {
            content.Slice((int)Position, length).CopyTo(buffer);
            Position += length;
        }

        return ValueTask.FromResult(length);
    }
}

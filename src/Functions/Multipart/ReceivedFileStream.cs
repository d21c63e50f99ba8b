using Magpie.Functions.Storage;

namespace Magpie.Functions.Multipart;

/// <summary>Reads a received file from its first byte; any number of them at once, each with a position of its own.</summary>
internal sealed class ReceivedFileStream(ReceivedFile file) : SeekableReadStream(file.Bytes)
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await file.ReadAsync(Position, buffer, cancellationToken);
        Position += read;
        return read;
    }
}

using System.Buffers;
using System.Net;
using Microsoft.Win32.SafeHandles;

namespace Magpie.Cli.Upload;

/// <summary>A part of a file as the body of a request, read while it is sent: memory is one buffer, whatever the part's length.</summary>
internal sealed class FileSlice(SafeFileHandle file, long offset, long length, FileProgress progress, CancellationTokenSource silence) : HttpContent
{
    private const int BufferBytes = 128 * 1024;

    private long _sent;

    /// <summary>Takes back what was reported: the request did not succeed.</summary>
    public void Unsend() => progress.Sent(-Interlocked.Exchange(ref _sent, 0));

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, default);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        Unsend();
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            for (var done = 0L; done < length;)
            {
                var read = await ReadAsync(buffer.AsMemory(0, (int)Math.Min(BufferBytes, length - done)), offset + done, cancellationToken);
                await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                done += read;
                Interlocked.Add(ref _sent, read);
                progress.Sent(read);
                silence.CancelAfter(Wire.SilenceLimit);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    protected override bool TryComputeLength(out long computed)
    {
        computed = length;
        return true;
    }

    private async Task<int> ReadAsync(Memory<byte> buffer, long at, CancellationToken cancellationToken)
    {
        int read;
        try
        {
            read = await RandomAccess.ReadAsync(file, buffer, at, cancellationToken);
        }
        catch (IOException)
        {
            // Told from a broken connection, which is an IOException too.
            throw new FileChangedException("it could not be read to its end");
        }

        return read > 0 ? read : throw new FileChangedException("it became shorter while it was sent");
    }
}

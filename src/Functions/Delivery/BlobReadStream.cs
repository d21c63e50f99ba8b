using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Magpie.Functions.Delivery;

/// <summary>
/// Reads a blob that must stay as it is. The first read at a place asks for a few megabytes; whoever reads on from there gets the rest
/// of the blob as one download, whose next bytes are on their way while the last are used.
/// </summary>
internal sealed class BlobReadStream(BlobClient blob, ETag etag, long bytes) : Stream
{
    /// <summary>What is asked for at a new place, where a reader may want no more than a header. Bytes.</summary>
    private const int Look = 4 * 1024 * 1024;

    private Stream? _body;
    private IDisposable? _download;
    private long _at;
    private long _end;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => bytes;

    public override long Position { get; set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Position >= bytes || buffer.IsEmpty)
        {
            return 0;
        }

        if (_body is null || _at != Position || _at == _end)
        {
            await OpenAsync(cancellationToken);
        }

        var read = await _body!.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _end - _at)], cancellationToken);
        if (read == 0)
        {
            throw new EndOfStreamException($"Storage ended a download at byte {_at} of {bytes}.");
        }

        _at += read;
        Position = _at;
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    // For libraries that know no better.
    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => bytes + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _body?.Dispose();
            _download?.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        var readsOn = _body is not null && _at == Position;
        if (_body is not null)
        {
            await _body.DisposeAsync();
            _download?.Dispose();
            _body = null;
        }

        var length = readsOn ? bytes - Position : Math.Min(Look, bytes - Position);
        var options = new BlobDownloadOptions
        {
            Range = new HttpRange(Position, length),
            Conditions = new BlobRequestConditions { IfMatch = etag },
        };
        var download = (await blob.DownloadStreamingAsync(options, cancellationToken)).Value;
        (_body, _download, _at, _end) = (download.Content, download, Position, Position + length);
    }
}

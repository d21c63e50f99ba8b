using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Magpie.Functions.Storage;

namespace Magpie.Functions.Delivery;

/// <summary>
/// Reads a blob that must stay as it is. The first read at a place asks for a few megabytes; whoever reads on from there gets the rest
/// of the blob as one download, whose next bytes are on their way while the last are used.
/// </summary>
internal sealed class BlobReadStream(BlobClient blob, ETag etag, long bytes) : SeekableReadStream(bytes)
{
    /// <summary>What is asked for at a new place, where a reader may want no more than a header. Bytes.</summary>
    private const int Look = 4 * 1024 * 1024;

    private Stream? _body;
    private IDisposable? _download;
    private long _at;
    private long _end;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Position >= Length || buffer.IsEmpty)
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
            throw new EndOfStreamException($"Storage ended a download at byte {_at} of {Length}.");
        }

        _at += read;
        Position = _at;
        return read;
    }

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

        var length = readsOn ? Length - Position : Math.Min(Look, Length - Position);
        var options = new BlobDownloadOptions
        {
            Range = new HttpRange(Position, length),
            Conditions = new BlobRequestConditions { IfMatch = etag },
        };
        var download = (await blob.DownloadStreamingAsync(options, cancellationToken)).Value;
        (_body, _download, _at, _end) = (download.Content, download, Position, Position + length);
    }
}

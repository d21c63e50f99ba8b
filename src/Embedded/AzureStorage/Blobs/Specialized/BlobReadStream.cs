using Azure.Storage.Blobs.Models;

namespace Azure.Storage.Blobs.Specialized;

/// <summary>A blob as a stream that seeks; fetches a buffer's worth at a time.</summary>
internal sealed class BlobReadStream : Stream
{
    private const int DefaultBufferBytes = 4 * 1024 * 1024;

    private readonly BlobBaseClient _blob;
    private readonly BlobRequestConditions? _conditions;
    private readonly int _bufferBytes;
    private byte[] _buffer = [];
    private long _bufferStart;
    private int _buffered;
    private long _position;

    public BlobReadStream(BlobBaseClient blob, long length, BlobRequestConditions? conditions, BlobOpenReadOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(options.Position, nameof(options));
        _blob = blob;
        _conditions = conditions;
        _bufferBytes = Math.Max(1, options.BufferSize ?? DefaultBufferBytes);
        _position = options.Position;
        Length = length;
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length { get; }

    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _position = value;
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (NeedsFetch(buffer.Length, out var range))
        {
            var (_, body) = await _blob.OpenAsync(range, _conditions, cancellationToken).ConfigureAwait(false);
            using (body)
            {
                await body!.ReadExactlyAsync(_buffer.AsMemory(0, (int)range.Length!.Value), cancellationToken).ConfigureAwait(false);
            }

            (_bufferStart, _buffered) = (range.Offset, (int)range.Length.Value);
        }

        return Take(buffer.Span);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (NeedsFetch(buffer.Length, out var range))
        {
            using (var body = _blob.Open(range, _conditions, CancellationToken.None).Body)
            {
                body.ReadExactly(_buffer.AsSpan(0, (int)range.Length!.Value));
            }

            (_bufferStart, _buffered) = (range.Offset, (int)range.Length.Value);
        }

        return Take(buffer);
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => Length + offset,
    };

    public override void SetLength(long value) => throw new NotSupportedException("This stream is read only.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("This stream is read only.");

    public override void Flush()
    {
    }

    private bool NeedsFetch(int asked, out HttpRange range)
    {
        range = default;
        var isBuffered = _position >= _bufferStart && _position < _bufferStart + _buffered;
        if (asked == 0 || _position >= Length || isBuffered)
        {
            return false;
        }

        var length = (int)Math.Min(_bufferBytes, Length - _position);
        if (_buffer.Length < length)
        {
            _buffer = new byte[length];
        }

        _buffered = 0;
        range = new HttpRange(_position, length);
        return true;
    }

    private int Take(Span<byte> destination)
    {
        if (destination.IsEmpty || _position >= Length)
        {
            return 0;
        }

        var from = (int)(_position - _bufferStart);
        var count = Math.Min(destination.Length, _buffered - from);
        _buffer.AsSpan(from, count).CopyTo(destination);
        _position += count;
        return count;
    }
}

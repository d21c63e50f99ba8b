namespace CloudinaryDotNet;

/// <summary>At most <paramref name="length"/> bytes of a stream from <paramref name="offset"/> on; does not dispose of it.</summary>
internal sealed class LimitedStream(Stream inner, long offset, long length) : Stream
{
    private long _position = offset;
    private long _left = length;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        Place();
        return Count(inner.Read(buffer[..Fit(buffer.Length)]));
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Place();
        return Count(await inner.ReadAsync(buffer[..Fit(buffer.Length)], cancellationToken).ConfigureAwait(false));
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void Place()
    {
        if (inner.CanSeek && inner.Position != _position)
        {
            inner.Position = _position;
        }
    }

    private int Fit(int wanted) => (int)Math.Min(wanted, _left);

    private int Count(int read)
    {
        _position += read;
        _left -= read;
        return read;
    }
}

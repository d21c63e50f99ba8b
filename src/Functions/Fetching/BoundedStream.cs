namespace Magpie.Functions.Fetching;

/// <summary>Reads at most so many bytes of another stream.</summary>
/// <param name="most">Bytes; one more is <see cref="InvalidDataException"/>.</param>
internal sealed class BoundedStream(Stream inner, long most) : Stream
{
    private long _read;

    /// <summary>Whether there was more.</summary>
    public bool IsExceeded => _read > most;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Count(await inner.ReadAsync(buffer, cancellationToken));

    public override int Read(byte[] buffer, int offset, int count) => Count(inner.Read(buffer, offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Count(int read)
    {
        _read += read;
        return !IsExceeded ? read : throw new InvalidDataException("The body is larger than the file may be.");
    }
}

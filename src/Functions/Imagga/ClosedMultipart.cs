using System.Text;

namespace Magpie.Functions.Imagga;

/// <summary>
/// A multipart body with its last boundary put behind it. Go's <c>multipart.Writer</c> leaves that out when it is not closed, as in a snippet that the
/// API's clients are copied from; behind a boundary that is there, another is read over. The server sees to it that no body is cut off.
/// </summary>
internal sealed class ClosedMultipart(Stream body, string boundary) : Stream
{
    private readonly byte[] _end = Encoding.UTF8.GetBytes($"\r\n--{boundary}--\r\n");
    private bool _isOver;
    private int _at;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_isOver && await body.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            return read;
        }

        _isOver = buffer.Length > 0;
        var rest = _end.AsMemory(_at, Math.Min(buffer.Length, _end.Length - _at));
        rest.CopyTo(buffer);
        _at += rest.Length;
        return rest.Length;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("A request is read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

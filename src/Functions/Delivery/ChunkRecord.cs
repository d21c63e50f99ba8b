using System.Buffers;
using System.Runtime.ExceptionServices;

namespace Magpie.Functions.Delivery;

/// <summary>
/// The body of one chunk, kept in pooled memory while it is sent for the first time, so that it can be sent again: what made it has no way
/// back.
/// </summary>
/// <param name="body">The body as the SDK made it. Not disposed here.</param>
/// <param name="most">Bytes that are kept at most; a body that is longer cannot be sent again.</param>
internal sealed class ChunkRecord(HttpContent body, long most) : IDisposable
{
    private const int PieceBytes = 1024 * 1024;

    private readonly List<byte[]> _pieces = [];
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _begun;
    private bool _whole;
    private long _length;

    /// <summary>The body for the next try; null when it was read in part only, which cannot be repeated.</summary>
    public async Task<HttpContent?> NextAsync(CancellationToken cancellationToken)
    {
        if (!_begun)
        {
            return WithHeaders(new First(this));
        }

        await _over.Task.WaitAsync(cancellationToken);
        return _whole ? WithHeaders(new Again(this)) : null;
    }

    public void Dispose()
    {
        // A first try that still runs would write into memory that is somebody else's by then.
        if (!_begun || _over.Task.IsCompleted)
        {
            _pieces.ForEach(piece => ArrayPool<byte>.Shared.Return(piece));
        }

        _pieces.Clear();
    }

    private HttpContent WithHeaders(HttpContent content)
    {
        foreach (var (name, values) in body.Headers.NonValidated)
        {
            content.Headers.TryAddWithoutValidation(name, values);
        }

        return content;
    }

    private async Task FirstAsync(Stream wire, CancellationToken cancellationToken)
    {
        _begun = true;
        try
        {
            var tee = new Tee(this, wire, cancellationToken);

            // Not with the try's own token: what is left of a chunk whose sending ended early is read to its end, for the next try.
            await body.CopyToAsync(tee, CancellationToken.None);
            _whole = _length <= most;
            tee.Broken?.Throw();
        }
        finally
        {
            _over.TrySetResult();
        }
    }

    private async Task AgainAsync(Stream wire, CancellationToken cancellationToken)
    {
        for (var at = 0L; at < _length; at += PieceBytes)
        {
            await wire.WriteAsync(_pieces[(int)(at / PieceBytes)].AsMemory(0, (int)Math.Min(PieceBytes, _length - at)), cancellationToken);
        }
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_length >= most)
            {
                _length += bytes.Length;
                return;
            }

            var at = (int)(_length % PieceBytes);
            if (at == 0)
            {
                _pieces.Add(ArrayPool<byte>.Shared.Rent(PieceBytes));
            }

            var fits = Math.Min(bytes.Length, PieceBytes - at);
            bytes[..fits].CopyTo(_pieces[^1].AsSpan(at));
            bytes = bytes[fits..];
            _length += fits;
        }
    }

    private sealed class First(ChunkRecord record) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context) =>
            record.FirstAsync(stream, CancellationToken.None);

        protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context, CancellationToken cancellationToken) =>
            record.FirstAsync(stream, cancellationToken);

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }

    private sealed class Again(ChunkRecord record) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context) =>
            record.AgainAsync(stream, CancellationToken.None);

        protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context, CancellationToken cancellationToken) =>
            record.AgainAsync(stream, cancellationToken);

        protected override bool TryComputeLength(out long length)
        {
            length = record._length;
            return true;
        }
    }

    /// <summary>Writes to the wire until that breaks, and to the record to the end.</summary>
    private sealed class Tee(ChunkRecord record, Stream wire, CancellationToken sending) : Stream
    {
        public ExceptionDispatchInfo? Broken { get; private set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            record.Keep(buffer.Span);
            if (Broken is null)
            {
                try
                {
                    await wire.WriteAsync(buffer, sending);
                }
                catch (Exception exception)
                {
                    Broken = ExceptionDispatchInfo.Capture(exception);
                }
            }
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Flush()
        {
        }
    }
}

using Azure.Storage.Blobs.Models;

namespace Azure.Storage.Blobs.Specialized;

/// <summary>
/// The body of a download. When the connection breaks in the middle it asks for the rest, from the byte it was at and under the ETag it
/// started with, up to five times in all.
/// </summary>
internal sealed class ResumingStream : Stream
{
    /// <summary>As the vendor's library.</summary>
    private const int MaxResumes = 5;

    private readonly BlobBaseClient _blob;
    private readonly BlobRequestConditions _sameBlob;
    private readonly IProgress<long>? _progress;
    private readonly CancellationToken _downloadToken;
    private readonly long _start;
    private readonly long? _length;
    private Stream? _body;
    private long _position;
    private int _resumes;

    public ResumingStream(
        BlobBaseClient blob, Stream body, BlobDownloadDetails details, BlobDownloadOptions? options, CancellationToken downloadToken)
    {
        _blob = blob;
        _body = body;
        _progress = options?.ProgressHandler;
        _downloadToken = downloadToken;
        _start = options?.Range.Offset ?? 0;
        _length = details.HasContentLength ? details.ContentLength : null;
        _sameBlob = new BlobRequestConditions { IfMatch = details.ETag, LeaseId = options?.Conditions?.LeaseId };
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => _length ?? throw new NotSupportedException("The answer does not say how long it is.");

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException("This stream reads forward only; OpenReadAsync gives one that seeks.");
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            try
            {
                _body ??= await ResumeAsync(cancellationToken).ConfigureAwait(false);
                return Advance(await _body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false), buffer.Length);
            }
            catch (Exception e) when (MayResume(e, cancellationToken))
            {
                await _body!.DisposeAsync().ConfigureAwait(false);
                _body = null;
            }
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count)
    {
        while (true)
        {
            try
            {
                _body ??= _blob.Open(Rest, _sameBlob, _downloadToken).Body;
                return Advance(_body.Read(buffer, offset, count), count);
            }
            catch (Exception e) when (MayResume(e, _downloadToken))
            {
                _body!.Dispose();
                _body = null;
            }
        }
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("This stream reads forward only.");

    public override void SetLength(long value) => throw new NotSupportedException("This stream is read only.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("This stream is read only.");

    public override void Flush()
    {
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _body?.Dispose();
        }

        base.Dispose(disposing);
    }

    private HttpRange Rest => new(_start + _position, Length - _position);

    private async ValueTask<Stream> ResumeAsync(CancellationToken cancellationToken) =>
        (await _blob.OpenAsync(Rest, _sameBlob, cancellationToken).ConfigureAwait(false)).Body
        ?? throw new IOException("The service gave no content for the rest of the blob.");

    private int Advance(int read, int asked)
    {
        if (read == 0 && asked > 0 && _position < _length)
        {
            throw new EndOfStreamException("The download ended before all of it had arrived.");
        }

        _position += read;
        if (read > 0)
        {
            _progress?.Report(_position);
        }

        return read;
    }

    /// <summary>A broken connection or a stalled read while there is a body; failures of asking again have had their own retries.</summary>
    private bool MayResume(Exception e, CancellationToken cancellationToken) =>
        _body is not null && _length.HasValue && e is IOException or TaskCanceledException && !cancellationToken.IsCancellationRequested && _resumes++ < MaxResumes;
}

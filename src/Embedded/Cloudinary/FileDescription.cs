namespace CloudinaryDotNet;

/// <summary>A file to upload. The stream stays the caller's.</summary>
public class FileDescription(string name, Stream stream) : IDisposable
{
    /// <summary>Bytes a chunk; null when the file goes out in one call.</summary>
    private int? _chunkSize;

    public Stream Stream { get; set; } = stream;

    public string FileName { get; set; } = name;

    /// <summary>How many bytes have been handed out.</summary>
    public long CurrPos { get; set; }

    /// <summary>Whether the last byte has been handed out.</summary>
    internal bool Eof { get; private set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    internal void Reset(int? chunkSize)
    {
        if (chunkSize is not null && !Stream.CanSeek)
        {
            throw new NotSupportedException("A file uploaded in chunks must be a stream that can seek.");
        }

        _chunkSize = chunkSize;
        CurrPos = 0;
        Eof = false;
    }

    /// <summary>The next chunk, or the whole file with no range.</summary>
    internal FileChunk Next()
    {
        if (_chunkSize is not { } size)
        {
            Eof = true;
            return new FileChunk(new LimitedStream(Stream, 0, Stream.CanSeek ? Stream.Length : long.MaxValue), Range: null);
        }

        var total = Stream.Length;
        var from = CurrPos;
        var to = Math.Min(from + size, total);
        CurrPos = to;
        Eof = to == total;

        // Until the last chunk the service is told -1: the total is not known yet.
        return new FileChunk(new LimitedStream(Stream, from, to - from), $"bytes {from}-{to - 1}/{(Eof ? total : -1)}");
    }

    /// <summary>Releases what the description itself holds: nothing.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}

/// <summary>A part of a file, or all of it when there is no range.</summary>
internal sealed record FileChunk(Stream Stream, string? Range);

using Magpie.Ingest;
using Microsoft.Win32.SafeHandles;

namespace Magpie.Functions.Multipart;

/// <summary>
/// A file as it comes in: in memory while it is small, from a threshold on in a temporary file. The temporary file has no name once
/// it is open (on Windows it goes when it is closed), so nothing of it is left however the process ends.
/// </summary>
public sealed class ReceivedFile : IArrivedFile, IAsyncDisposable
{
    /// <summary>The smallest file that may go to disk, bytes.</summary>
    public const int SmallestThreshold = FirstBuffer;

    private const int FirstBuffer = 64 * 1024;

    private readonly Lock _gate = new();
    private readonly string _folder;
    private readonly int _threshold;
    private NativeBuffer? _memory;
    private SafeFileHandle? _disk;

    /// <summary>An empty file.</summary>
    /// <param name="folder">Where a temporary file goes.</param>
    /// <param name="threshold">Bytes from which on one is used.</param>
    /// <param name="expected">Bytes that are announced; null when they are not.</param>
    public ReceivedFile(string folder, int threshold, long? expected)
    {
        (_folder, _threshold) = (folder, threshold);
        _memory = new NativeBuffer((int)Math.Clamp(expected ?? FirstBuffer, FirstBuffer, threshold));
    }

    /// <summary>Bytes so far.</summary>
    public long Bytes { get; private set; }

    public ReadOnlyMemory<byte>? Content => _memory?.Memory[..(int)Bytes];

    /// <summary>Whether it has gone to a temporary file.</summary>
    public bool IsOnDisk => _disk is not null;

    /// <summary>Adds what came.</summary>
    /// <exception cref="NoRoomException">The temporary file cannot be written.</exception>
    public async Task AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (_memory is { } memory && Bytes + bytes.Length < _threshold)
        {
            if (Bytes + bytes.Length > memory.Length)
            {
                memory.Grow((int)Math.Min(Math.Max(Bytes + bytes.Length, memory.Length * 2L), _threshold));
            }

            bytes.Span.CopyTo(memory.GetSpan()[(int)Bytes..]);
        }
        else
        {
            await WriteAsync(bytes, cancellationToken);
        }

        Bytes += bytes.Length;
    }

    public async Task<int> ReadAsync(long offset, Memory<byte> destination, CancellationToken cancellationToken)
    {
        if (_disk is not { } disk)
        {
            return ReadMemory(offset, destination.Span);
        }

        var done = 0;
        while (done < destination.Length
            && await RandomAccess.ReadAsync(disk, destination[done..], offset + done, cancellationToken) is > 0 and var read)
        {
            done += read;
        }

        return done;
    }

    public Task<Stream> OpenReadAsync(CancellationToken cancellationToken) => Task.FromResult<Stream>(new ReceivedFileStream(this));

    public ValueTask DisposeAsync()
    {
        FreeMemory();
        _disk?.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            if (_disk is null)
            {
                _disk = Open(_folder);
                await RandomAccess.WriteAsync(_disk, Content!.Value, 0, cancellationToken);
                FreeMemory();
            }

            await RandomAccess.WriteAsync(_disk, bytes, Bytes, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new NoRoomException($"A temporary file could not be written: {exception.Message}", exception);
        }
    }

    private static SafeFileHandle Open(string folder)
    {
        var path = Path.Combine(folder, $"magpie-{Path.GetRandomFileName()}");
        var handle = File.OpenHandle(
            path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, FileOptions.Asynchronous | FileOptions.DeleteOnClose);
        if (!OperatingSystem.IsWindows())
        {
            File.Delete(path);
        }

        return handle;
    }

    private int ReadMemory(long offset, Span<byte> destination)
    {
        // A request that was given up may still read: then it finds nothing, rather than memory that is somebody else's by now.
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_memory is null, this);
            var length = (int)Math.Clamp(Bytes - offset, 0, destination.Length);
            if (length > 0)
            {
                _memory.GetSpan().Slice((int)offset, length).CopyTo(destination);
            }

            return length;
        }
    }

    private void FreeMemory()
    {
        lock (_gate)
        {
            (_memory as IDisposable)?.Dispose();
            _memory = null;
        }
    }
}

/// <summary>There is no room for temporary files, or no right to write them.</summary>
public sealed class NoRoomException : Exception
{
    public NoRoomException()
        : this("There is no room for temporary files.")
    {
    }

    public NoRoomException(string message)
        : base(message)
    {
    }

    public NoRoomException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

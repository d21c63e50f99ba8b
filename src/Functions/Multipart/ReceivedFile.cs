using System.Buffers;
using Magpie.Ingest;
using Microsoft.Win32.SafeHandles;

namespace Magpie.Functions.Multipart;

/// <summary>
/// A file as it comes in: in pooled memory while it is small, from a threshold on in a temporary file. The temporary file has no name once
/// it is open (on Windows it goes when it is closed), so nothing of it is left however the process ends.
/// </summary>
public sealed class ReceivedFile : IArrivedFile, IAsyncDisposable
{
    private const int FirstBuffer = 64 * 1024;

    private readonly string _folder;
    private readonly int _threshold;
    private byte[]? _memory;
    private SafeFileHandle? _disk;

    /// <summary>An empty file.</summary>
    /// <param name="folder">Where a temporary file goes.</param>
    /// <param name="threshold">Bytes from which on one is used.</param>
    /// <param name="expected">Bytes that are announced; null when they are not.</param>
    public ReceivedFile(string folder, int threshold, long? expected)
    {
        (_folder, _threshold) = (folder, threshold);
        _memory = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(expected ?? FirstBuffer, FirstBuffer, threshold));
    }

    /// <summary>Bytes so far.</summary>
    public long Bytes { get; private set; }

    public ReadOnlyMemory<byte>? Content => _memory?.AsMemory(0, (int)Bytes);

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
                _memory = ArrayPool<byte>.Shared.Rent((int)Math.Min(Math.Max(Bytes + bytes.Length, memory.Length * 2L), _threshold));
                memory.AsSpan(0, (int)Bytes).CopyTo(_memory);
                ArrayPool<byte>.Shared.Return(memory);
            }

            bytes.Span.CopyTo(_memory.AsSpan((int)Bytes));
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
            var rest = offset >= Bytes ? default : Content!.Value[(int)offset..];
            var length = Math.Min(rest.Length, destination.Length);
            rest[..length].CopyTo(destination);
            return length;
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
        ReturnMemory();
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
                ReturnMemory();
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

    private void ReturnMemory()
    {
        if (_memory is { } memory)
        {
            _memory = null;
            ArrayPool<byte>.Shared.Return(memory);
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

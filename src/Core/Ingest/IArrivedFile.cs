using Magpie.Delivery;

namespace Magpie.Ingest;

/// <summary>A file that arrived and is to be examined and delivered, wherever it lies: as a blob, in memory or on disk.</summary>
public interface IArrivedFile : IOriginal
{
    /// <summary>All of it when it is in memory already; null when it has to be read.</summary>
    ReadOnlyMemory<byte>? Content { get; }

    /// <summary>Reads from <paramref name="offset"/> until the destination is full or the file ends, and answers how much was read.</summary>
    /// <exception cref="IncomingChangedException">The file is no longer the one that was found.</exception>
    Task<int> ReadAsync(long offset, Memory<byte> destination, CancellationToken cancellationToken);
}

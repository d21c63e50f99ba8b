using Magpie.Delivery;

namespace Magpie.Ingest;

/// <summary>The container that clients write to.</summary>
public interface IIncoming
{
    /// <summary>What is known of the blob without reading it; null when there is none.</summary>
    Task<IncomingBlob?> FindAsync(string account, string id, CancellationToken cancellationToken);

    /// <summary>
    /// Reads from <paramref name="offset"/> until the destination is full or the blob ends, and answers how much was read.
    /// Throws <see cref="IncomingChangedException"/> when the blob is no longer the one that was found.
    /// </summary>
    Task<int> ReadAsync(IncomingBlob blob, long offset, Memory<byte> destination, CancellationToken cancellationToken);

    /// <summary>The blob as it was found, for delivery.</summary>
    IOriginal Original(IncomingBlob blob);

    /// <summary>Removes blocks that were staged and never made a blob; no error when there are none.</summary>
    Task DiscardAsync(string account, string id, CancellationToken cancellationToken);

    /// <summary>Removes the blob, whatever was written since; no error when it is gone.</summary>
    Task DeleteAsync(string account, string id, CancellationToken cancellationToken);
}

/// <summary>A blob that arrived.</summary>
/// <param name="Bytes">Size in bytes.</param>
/// <param name="ETag">Changes with every write.</param>
public sealed record IncomingBlob(string Account, string Id, long Bytes, string ETag);

/// <summary>The blob was written again, or removed, since it was found. Trying again is the answer.</summary>
public sealed class IncomingChangedException : Exception
{
    public IncomingChangedException()
        : this("The uploaded file changed while it was read.")
    {
    }

    public IncomingChangedException(string message)
        : base(message)
    {
    }

    public IncomingChangedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

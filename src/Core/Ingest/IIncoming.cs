namespace Magpie.Ingest;

/// <summary>The container that clients write to.</summary>
public interface IIncoming
{
    /// <summary>The blob as it is now, not read yet; null when there is none.</summary>
    Task<IArrivedFile?> FindAsync(string account, string id, CancellationToken cancellationToken);

    /// <summary>Removes blocks that were staged and never made a blob; no error when there are none.</summary>
    Task DiscardAsync(string account, string id, CancellationToken cancellationToken);

    /// <summary>Removes the blob, whatever was written since; no error when it is gone.</summary>
    Task DeleteAsync(string account, string id, CancellationToken cancellationToken);
}

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

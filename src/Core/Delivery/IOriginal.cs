namespace Magpie.Delivery;

/// <summary>
/// The file as it was uploaded, wherever it lies. An adapter that knows where (a blob in the account it delivers from) may copy it there
/// instead of reading it.
/// </summary>
public interface IOriginal
{
    /// <summary>Size in bytes.</summary>
    long Bytes { get; }

    /// <summary>A stream that can seek, at its first byte; a new one each time, since a retry starts over. The caller disposes of it.</summary>
    Task<Stream> OpenReadAsync(CancellationToken cancellationToken);
}

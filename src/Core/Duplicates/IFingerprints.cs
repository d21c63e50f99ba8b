namespace Magpie.Duplicates;

/// <summary>The fingerprints of an account's examined assets. Every call may be repeated without harm.</summary>
public interface IFingerprints
{
    /// <summary>Bits by which two hashes may differ and still be found by <see cref="FindNeighboursAsync"/> for certain.</summary>
    const int LargestDistance = 4;

    /// <summary>
    /// Adds a fingerprint, replacing one that is there already, and makes the asset the holder of its bytes if nobody is. Null when it is the
    /// holder now, or was already; otherwise the id of the asset that is.
    /// </summary>
    Task<string?> AddAsync(Fingerprint fingerprint, CancellationToken cancellationToken);

    /// <summary>
    /// Makes the asset the holder of its bytes if nobody is, or if <paramref name="insteadOf"/> still is. Null when it is the holder now, or
    /// was already; otherwise the id of the asset that is. Of any number that ask at once, one becomes the holder.
    /// </summary>
    Task<string?> TryHoldAsync(Fingerprint fingerprint, string? insteadOf, CancellationToken cancellationToken);

    /// <summary>Removes a fingerprint and hands its bytes to the oldest of the others that have them; no error when it is gone.</summary>
    Task RemoveAsync(Fingerprint fingerprint, CancellationToken cancellationToken);

    /// <summary>
    /// Others of the account with a hash within <see cref="LargestDistance"/>, oldest first; bounded in number. Their assets may be gone since.
    /// </summary>
    Task<IReadOnlyList<Fingerprint>> FindNeighboursAsync(Fingerprint fingerprint, CancellationToken cancellationToken);

    /// <summary>Those with these bytes, oldest first; bounded in number. Their assets may be gone since.</summary>
    Task<IReadOnlyList<Fingerprint>> FindAsync(string account, string sha256, CancellationToken cancellationToken);
}

namespace Magpie.Search;

/// <summary>Where snapshots of accounts' indexes are kept, and which one counts.</summary>
public interface ISnapshotStore
{
    /// <summary>The snapshot that counts; null when there is none yet. What names it may be damaged: then it tells no more than its ETag.</summary>
    Task<StoredSnapshot?> FindAsync(string account, CancellationToken cancellationToken);

    /// <summary>Its bytes; null when they are gone or not as long as they should be.</summary>
    Task<byte[]?> ReadAsync(string account, Snapshot snapshot, CancellationToken cancellationToken);

    /// <summary>Stores bytes and makes them the ones that count. False when somebody else replaced <paramref name="current"/> meanwhile: nothing is left of these then.</summary>
    Task<bool> TryPublishAsync(string account, Snapshot snapshot, ReadOnlyMemory<byte> bytes, StoredSnapshot? current, CancellationToken cancellationToken);
}

/// <summary>What is known of a snapshot without reading it.</summary>
/// <param name="Version">Names its blob; sorts by time.</param>
/// <param name="Bytes">Length.</param>
/// <param name="Assets">Assets in it.</param>
/// <param name="Position">The changes it knows of.</param>
public sealed record Snapshot(string Version, long Bytes, int Assets, FeedPosition Position);

/// <summary>A snapshot as it was named, with the ETag that a change of the name must present.</summary>
/// <param name="Snapshot">Null when the name is damaged.</param>
public sealed record StoredSnapshot(Snapshot? Snapshot, string ETag);

/// <summary>Asks for a snapshot to be built, by whichever instance is free.</summary>
public interface ISnapshotRequests
{
    /// <summary>Asks once more even if it was asked for already: the work is done once.</summary>
    /// <param name="damaged">Version that must be replaced because it cannot be read or brought up to now; null when there is only much that is new, or no version is known.</param>
    Task RequestAsync(string account, string? damaged, CancellationToken cancellationToken);
}

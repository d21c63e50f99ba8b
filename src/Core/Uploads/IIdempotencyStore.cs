namespace Magpie.Uploads;

/// <summary>Remembers which ids a request was given, so that its repeat is given the same.</summary>
public interface IIdempotencyStore
{
    /// <summary>
    /// Stores the entry, unless there is one of the same account, caller and key that is not older than <paramref name="window"/>:
    /// then that one is answered. Of two at once, one wins and both get it.
    /// </summary>
    Task<IdempotencyEntry> GetOrAddAsync(IdempotencyEntry entry, TimeSpan window, CancellationToken cancellationToken);
}

/// <summary>A request that may be repeated.</summary>
/// <param name="Caller">Key of the credential that sent it: two callers never share an entry.</param>
/// <param name="Key">What the client chose.</param>
/// <param name="Fingerprint">Of the body, see <see cref="UploadFingerprint"/>.</param>
/// <param name="Ids">The ids of its assets, in the order of its files.</param>
public sealed record IdempotencyEntry(
    string Account, string Caller, string Key, string Fingerprint, IReadOnlyList<string> Ids, DateTimeOffset CreatedAt);

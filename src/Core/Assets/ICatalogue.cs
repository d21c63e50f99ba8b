namespace Magpie.Assets;

/// <summary>
/// Every asset's state, the tags of an account and their counts. Counts and state change in one transaction, so an asset is counted
/// once however often a trigger fires.
/// </summary>
public interface ICatalogue
{
    /// <summary>Inserts reserved assets of one account; one that is there already is left as it is.</summary>
    Task ReserveAsync(IReadOnlyList<Asset> assets, CancellationToken cancellationToken);

    /// <summary>A point read; null when the account has no such asset.</summary>
    Task<StoredAsset?> FindAsync(string account, string id, CancellationToken cancellationToken);

    /// <summary>
    /// Puts <paramref name="next"/> in the place of what was read, with the tag index and the counts that follow from it.
    /// Null when somebody else changed it since: read again and decide again.
    /// </summary>
    /// <param name="embedding">Stored beside the asset when given: float32, unit length.</param>
    Task<StoredAsset?> TryReplaceAsync(StoredAsset read, Asset next, AssetEmbedding? embedding, CancellationToken cancellationToken);

    /// <summary>
    /// Makes the tag index agree with the asset again. Needed after a crash between a commit and its index; harmless otherwise.
    /// </summary>
    Task ReindexAsync(Asset asset, CancellationToken cancellationToken);

    /// <summary>Newest first. Never a scan: ordered partition reads, merged.</summary>
    Task<AssetPage> ListAsync(string account, AssetFilter filter, CancellationToken cancellationToken);

    /// <summary>Tags of ready assets with their counts, in ordinal order.</summary>
    Task<IReadOnlyList<TagCount>> TagsAsync(string account, string prefix, int limit, CancellationToken cancellationToken);
}

/// <summary>A vector that stands for how an asset looks; comparable only within one model and version.</summary>
/// <param name="Model"><c>id@version</c> of the pack it came from.</param>
/// <param name="Vector">float32, L2-normalised.</param>
public sealed record AssetEmbedding(string Model, ReadOnlyMemory<float> Vector);

/// <summary>How often an account's ready assets carry a tag.</summary>
public sealed record TagCount(string Tag, long Count);

/// <summary>What a list is narrowed to.</summary>
public sealed record AssetFilter
{
    public AssetState? State { get; init; }

    public MediaType? Type { get; init; }

    /// <summary>All must match; normalised.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Only what this key uploaded; null for all of the account.</summary>
    public string? UploadedBy { get; init; }

    /// <summary>1 to 200.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>The id behind which the page begins, the last of the page before; null for the first.</summary>
    public string? Cursor { get; init; }
}

/// <summary>A page of assets; <paramref name="Cursor"/> is the id of its last asset, null when nothing follows.</summary>
public sealed record AssetPage(IReadOnlyList<Asset> Assets, string? Cursor);

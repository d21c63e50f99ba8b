namespace Azure.Storage.Blobs.Models;

/// <summary>A blob in a listing.</summary>
public class BlobItem
{
    internal BlobItem()
    {
    }

    public string Name { get; internal set; } = "";

    public bool Deleted { get; internal set; }

    public string? Snapshot { get; internal set; }

    public string? VersionId { get; internal set; }

    public BlobItemProperties Properties { get; } = new();

    /// <summary>Filled when the listing asked for <see cref="BlobTraits.Metadata"/>.</summary>
    public IDictionary<string, string> Metadata { get; internal set; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
}

/// <summary>Properties of a blob in a listing.</summary>
public class BlobItemProperties
{
    internal BlobItemProperties()
    {
    }

    public DateTimeOffset? LastModified { get; internal set; }

    public DateTimeOffset? CreatedOn { get; internal set; }

    public ETag? ETag { get; internal set; }

    public long? ContentLength { get; internal set; }

    public string? ContentType { get; internal set; }

    public string? ContentEncoding { get; internal set; }

    public string? ContentLanguage { get; internal set; }

    public string? ContentDisposition { get; internal set; }

    public string? CacheControl { get; internal set; }

    public byte[]? ContentHash { get; internal set; }

    public BlobType? BlobType { get; internal set; }

    public LeaseStatus? LeaseStatus { get; internal set; }

    public LeaseState? LeaseState { get; internal set; }

    public CopyStatus? CopyStatus { get; internal set; }

    public AccessTier? AccessTier { get; internal set; }
}

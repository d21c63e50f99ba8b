namespace Azure.Storage.Blobs.Models;

/// <summary>Conditions on a blob's ETag and times, and on its tags.</summary>
public class BlobLeaseRequestConditions : RequestConditions
{
    /// <summary>An expression over the blob's index tags.</summary>
    public string? TagConditions { get; set; }
}

/// <summary>Conditions on a blob's ETag, times, tags and lease.</summary>
public class BlobRequestConditions : BlobLeaseRequestConditions
{
    /// <summary>The lease that must be the blob's.</summary>
    public string? LeaseId { get; set; }
}

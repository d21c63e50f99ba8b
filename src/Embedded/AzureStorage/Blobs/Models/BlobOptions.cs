namespace Azure.Storage.Blobs.Models;

/// <summary>Options of an upload; without conditions it overwrites.</summary>
public class BlobUploadOptions
{
    public BlobHttpHeaders? HttpHeaders { get; set; }

    public IDictionary<string, string>? Metadata { get; set; }

    public IDictionary<string, string>? Tags { get; set; }

    public BlobRequestConditions? Conditions { get; set; }

    /// <summary>Told the bytes sent so far.</summary>
    public IProgress<long>? ProgressHandler { get; set; }

    public AccessTier? AccessTier { get; set; }

    public StorageTransferOptions TransferOptions { get; set; }
}

/// <summary>Options of a download.</summary>
public class BlobDownloadOptions
{
    public HttpRange Range { get; set; }

    public BlobRequestConditions? Conditions { get; set; }

    /// <summary>Told the bytes received so far.</summary>
    public IProgress<long>? ProgressHandler { get; set; }
}

/// <summary>Options of a blob opened as a stream; <paramref name="allowModifications"/> lets it change while it is read.</summary>
public class BlobOpenReadOptions(bool allowModifications)
{
    /// <summary>Where to start, in bytes.</summary>
    public long Position { get; set; }

    /// <summary>Bytes fetched at a time; 4 MiB when not set.</summary>
    public int? BufferSize { get; set; }

    public BlobRequestConditions? Conditions { get; set; }

    internal bool AllowModifications { get; } = allowModifications;
}

/// <summary>Options of a copy.</summary>
public class BlobCopyFromUriOptions
{
    public IDictionary<string, string>? Metadata { get; set; }

    public IDictionary<string, string>? Tags { get; set; }

    public AccessTier? AccessTier { get; set; }

    public RehydratePriority? RehydratePriority { get; set; }

    public BlobRequestConditions? SourceConditions { get; set; }

    public BlobRequestConditions? DestinationConditions { get; set; }
}

/// <summary>Options of staging a block.</summary>
public class BlockBlobStageBlockOptions
{
    public BlobRequestConditions? Conditions { get; set; }

    public IProgress<long>? ProgressHandler { get; set; }
}

/// <summary>Options of committing blocks.</summary>
public class CommitBlockListOptions
{
    public BlobHttpHeaders? HttpHeaders { get; set; }

    public IDictionary<string, string>? Metadata { get; set; }

    public IDictionary<string, string>? Tags { get; set; }

    public BlobRequestConditions? Conditions { get; set; }

    public AccessTier? AccessTier { get; set; }
}

/// <summary>Which blobs to list and what to tell of them.</summary>
public class GetBlobsOptions
{
    public BlobTraits Traits { get; set; }

    public BlobStates States { get; set; }

    public string? Prefix { get; set; }

    /// <summary>Leaves out the names before this one.</summary>
    public string? StartFrom { get; set; }
}

/// <summary>The time a user delegation key is for: at most seven days.</summary>
public class BlobGetUserDelegationKeyOptions(DateTimeOffset expiresOn)
{
    public DateTimeOffset? StartsOn { get; set; }

    public DateTimeOffset ExpiresOn { get; set; } = expiresOn;
}

/// <summary>The encryption scope of a container.</summary>
public class BlobContainerEncryptionScopeOptions
{
    public string? DefaultEncryptionScope { get; set; }

    public bool PreventEncryptionScopeOverride { get; set; }
}

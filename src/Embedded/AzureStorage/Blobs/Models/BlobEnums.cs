namespace Azure.Storage.Blobs.Models;

/// <summary>The three kinds of blob.</summary>
public enum BlobType
{
    Block = 0,
    Page = 1,
    Append = 2,
}

/// <summary>How soon an archived blob is to be readable.</summary>
public enum RehydratePriority
{
    High = 0,
    Standard = 1,
}

/// <summary>State of a copy into a blob.</summary>
public enum CopyStatus
{
    Pending = 0,
    Success = 1,
    Aborted = 2,
    Failed = 3,
}

/// <summary>What to delete when a blob has snapshots.</summary>
public enum DeleteSnapshotsOption
{
    None = 0,
    IncludeSnapshots = 1,
    OnlySnapshots = 2,
}

/// <summary>Who may read a container without a credential.</summary>
public enum PublicAccessType
{
    None = 0,
    BlobContainer = 1,
    Blob = 2,
}

/// <summary>How a lease ends.</summary>
public enum LeaseDurationType
{
    Infinite = 0,
    Fixed = 1,
}

/// <summary>State of a lease.</summary>
public enum LeaseState
{
    Available = 0,
    Leased = 1,
    Expired = 2,
    Breaking = 3,
    Broken = 4,
}

/// <summary>Whether a lease holds.</summary>
public enum LeaseStatus
{
    Locked = 0,
    Unlocked = 1,
}

/// <summary>What a listing tells of each blob beyond its properties.</summary>
[Flags]
public enum BlobTraits
{
    All = -1,
    None = 0,
    CopyStatus = 1,
    Metadata = 2,
    Tags = 4,
    ImmutabilityPolicy = 8,
    LegalHold = 16,
}

/// <summary>Which blobs a listing has beyond the plain ones.</summary>
[Flags]
public enum BlobStates
{
    All = -1,
    None = 0,
    Snapshots = 1,
    Uncommitted = 2,
    Deleted = 4,
    Version = 8,
    DeletedWithVersions = 16,
}

/// <summary>Which blocks to list.</summary>
[Flags]
public enum BlockListTypes
{
    Committed = 1,
    Uncommitted = 2,
    All = 3,
}

/// <summary>Reads and writes these enums as the service spells them.</summary>
internal static class BlobEnumText
{
    public static BlobType BlobType(string? text) => text switch
    {
        "PageBlob" => Models.BlobType.Page,
        "AppendBlob" => Models.BlobType.Append,
        _ => Models.BlobType.Block,
    };

    public static T? Parse<T>(string? text)
        where T : struct, Enum => Enum.TryParse<T>(text, ignoreCase: true, out var value) ? value : null;
}

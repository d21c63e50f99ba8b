namespace Magpie.Assets;

/// <summary>Where an asset is on its way; moved only by compare-and-swap on the row's ETag.</summary>
public enum AssetState
{
    /// <summary>A place was given out; nothing has arrived.</summary>
    Reserved,

    /// <summary>The bytes are there and being worked on.</summary>
    Received,

    /// <summary>Delivered and indexed.</summary>
    Ready,

    /// <summary>Refused for a reason that lies in the file.</summary>
    Rejected,

    /// <summary>Given up after all retries for a reason that is ours.</summary>
    Failed,

    /// <summary>Nothing arrived in time.</summary>
    Expired,

    /// <summary>Removed by its owner.</summary>
    Deleted,
}

/// <summary>What kind of file an asset is.</summary>
public enum MediaType
{
    Image,
    Video,
}

namespace Azure.Storage.Blobs.Models;

/// <summary>The blocks of a blob.</summary>
public class BlockList
{
    internal BlockList(List<BlobBlock> committed, List<BlobBlock> uncommitted, Response response)
    {
        CommittedBlocks = committed;
        UncommittedBlocks = uncommitted;
        ETag = response.Headers.ETag.GetValueOrDefault();
        BlobContentLength = Common.HttpDetails.Number(response.Headers, "x-ms-blob-content-length");
    }

    public IEnumerable<BlobBlock> CommittedBlocks { get; }

    public IEnumerable<BlobBlock> UncommittedBlocks { get; }

    public ETag ETag { get; }

    /// <summary>Length of the committed blob in bytes.</summary>
    public long BlobContentLength { get; }
}

/// <summary>A block: its base64 id and its length.</summary>
public readonly struct BlobBlock : IEquatable<BlobBlock>
{
    internal BlobBlock(string name, long size)
    {
        Name = name;
        SizeLong = size;
    }

    public string Name { get; }

    public int Size => checked((int)SizeLong);

    /// <summary>Length in bytes.</summary>
    public long SizeLong { get; }

    public static bool operator ==(BlobBlock left, BlobBlock right) => left.Equals(right);

    public static bool operator !=(BlobBlock left, BlobBlock right) => !left.Equals(right);

    public bool Equals(BlobBlock other) => Name == other.Name && SizeLong == other.SizeLong;

    public override bool Equals(object? obj) => obj is BlobBlock other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Name, SizeLong);
}

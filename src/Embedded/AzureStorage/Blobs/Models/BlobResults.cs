using Azure.Storage.Common;

namespace Azure.Storage.Blobs.Models;

/// <summary>A container after a change.</summary>
public class BlobContainerInfo
{
    internal BlobContainerInfo(Response response)
    {
        ETag = response.Headers.ETag.GetValueOrDefault();
        LastModified = response.Headers.Date("Last-Modified");
    }

    public ETag ETag { get; }

    public DateTimeOffset LastModified { get; }
}

/// <summary>A container's properties.</summary>
public class BlobContainerProperties
{
    internal BlobContainerProperties(Response response)
    {
        ETag = response.Headers.ETag.GetValueOrDefault();
        LastModified = response.Headers.Date("Last-Modified");
        Metadata = response.Headers.Metadata();
        LeaseStatus = BlobEnumText.Parse<LeaseStatus>(response.Headers.Text("x-ms-lease-status"));
        LeaseState = BlobEnumText.Parse<LeaseState>(response.Headers.Text("x-ms-lease-state"));
    }

    public ETag ETag { get; }

    public DateTimeOffset LastModified { get; }

    public IDictionary<string, string> Metadata { get; }

    public LeaseStatus? LeaseStatus { get; }

    public LeaseState? LeaseState { get; }
}

/// <summary>A blob after its content was written.</summary>
public class BlobContentInfo
{
    internal BlobContentInfo(Response response)
    {
        ETag = response.Headers.ETag.GetValueOrDefault();
        LastModified = response.Headers.Date("Last-Modified");
        ContentHash = response.Headers.Bytes("Content-MD5");
        VersionId = response.Headers.Text("x-ms-version-id");
    }

    public ETag ETag { get; }

    public DateTimeOffset LastModified { get; }

    /// <summary>MD5 of the content, when the service computed it.</summary>
    public byte[]? ContentHash { get; }

    public string? VersionId { get; }
}

/// <summary>A blob after its properties or metadata were written.</summary>
public class BlobInfo
{
    internal BlobInfo(Response response)
    {
        ETag = response.Headers.ETag.GetValueOrDefault();
        LastModified = response.Headers.Date("Last-Modified");
        VersionId = response.Headers.Text("x-ms-version-id");
    }

    public ETag ETag { get; }

    public DateTimeOffset LastModified { get; }

    public string? VersionId { get; }
}

/// <summary>A copy that was started or done.</summary>
public class BlobCopyInfo
{
    internal BlobCopyInfo(Response response)
    {
        ETag = response.Headers.ETag.GetValueOrDefault();
        LastModified = response.Headers.Date("Last-Modified");
        CopyId = response.Headers.Text("x-ms-copy-id");
        CopyStatus = BlobEnumText.Parse<CopyStatus>(response.Headers.Text("x-ms-copy-status")).GetValueOrDefault();
    }

    public ETag ETag { get; }

    public DateTimeOffset LastModified { get; }

    public string? CopyId { get; }

    public CopyStatus CopyStatus { get; }
}

/// <summary>A block after it was staged.</summary>
public class BlockInfo
{
    internal BlockInfo(Response response)
    {
        ContentHash = response.Headers.Bytes("Content-MD5");
        ContentCrc64 = response.Headers.Bytes("x-ms-content-crc64");
    }

    public byte[]? ContentHash { get; }

    public byte[]? ContentCrc64 { get; }
}

/// <summary>A leased blob or container.</summary>
public class BlobLease
{
    internal BlobLease(Response response)
    {
        ETag = response.Headers.ETag.GetValueOrDefault();
        LastModified = response.Headers.Date("Last-Modified");
        LeaseId = response.Headers.Text("x-ms-lease-id");
        LeaseTime = response.Headers.Text("x-ms-lease-time") is null ? null : (int)response.Headers.Number("x-ms-lease-time");
    }

    public ETag ETag { get; }

    public DateTimeOffset LastModified { get; }

    public string? LeaseId { get; }

    /// <summary>Seconds until a broken lease ends.</summary>
    public int? LeaseTime { get; }
}

/// <summary>A blob or container after its lease was released.</summary>
public class ReleasedObjectInfo(ETag eTag, DateTimeOffset lastModified)
{
    public ETag ETag { get; } = eTag;

    public DateTimeOffset LastModified { get; } = lastModified;
}

using Azure.Storage.Common;

namespace Azure.Storage.Blobs.Models;

/// <summary>A blob's properties, read from the headers of an answer when asked for.</summary>
public class BlobProperties
{
    private readonly Response? _response;
    private IDictionary<string, string>? _metadata;

    public BlobProperties()
    {
    }

    internal BlobProperties(Response response) => _response = response;

    public DateTimeOffset LastModified => Headers?.Date("Last-Modified") ?? default;

    public DateTimeOffset CreatedOn => Headers?.Date("x-ms-creation-time") ?? default;

    public IDictionary<string, string> Metadata => _metadata ??= Headers?.Metadata() ?? [];

    public BlobType BlobType => BlobEnumText.BlobType(Headers?.Text("x-ms-blob-type"));

    public long ContentLength => Headers?.Number("Content-Length") ?? 0;

    public string? ContentType => Headers?.ContentType;

    public ETag ETag => Headers?.ETag ?? default;

    public byte[]? ContentHash => Headers?.Bytes("Content-MD5");

    public string? ContentEncoding => Headers?.Text("Content-Encoding");

    public string? ContentDisposition => Headers?.Text("Content-Disposition");

    public string? ContentLanguage => Headers?.Text("Content-Language");

    public string? CacheControl => Headers?.Text("Cache-Control");

    public string? AccessTier => Headers?.Text("x-ms-access-tier");

    public LeaseDurationType LeaseDuration => BlobEnumText.Parse<LeaseDurationType>(Headers?.Text("x-ms-lease-duration")).GetValueOrDefault();

    public LeaseState LeaseState => BlobEnumText.Parse<LeaseState>(Headers?.Text("x-ms-lease-state")).GetValueOrDefault();

    public LeaseStatus LeaseStatus => BlobEnumText.Parse<LeaseStatus>(Headers?.Text("x-ms-lease-status")).GetValueOrDefault();

    public DateTimeOffset CopyCompletedOn => Headers?.Date("x-ms-copy-completion-time") ?? default;

    public string? CopyId => Headers?.Text("x-ms-copy-id");

    public string? CopyProgress => Headers?.Text("x-ms-copy-progress");

    public Uri? CopySource => Headers?.Text("x-ms-copy-source") is { } source ? new Uri(source) : null;

    /// <summary>State of the last copy into this blob, or null when nothing was copied.</summary>
    public CopyStatus? BlobCopyStatus => BlobEnumText.Parse<CopyStatus>(Headers?.Text("x-ms-copy-status"));

    public CopyStatus CopyStatus => BlobCopyStatus.GetValueOrDefault();

    public string? CopyStatusDescription => Headers?.Text("x-ms-copy-status-description");

    public string? VersionId => Headers?.Text("x-ms-version-id");

    private Core.ResponseHeaders? Headers => _response?.Headers;
}

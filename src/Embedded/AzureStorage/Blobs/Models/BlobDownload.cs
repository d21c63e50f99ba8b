using Azure.Storage.Common;

namespace Azure.Storage.Blobs.Models;

/// <summary>Properties of a downloaded blob, read from the headers of the answer when asked for.</summary>
public class BlobDownloadDetails
{
    private readonly Response? _response;
    private IDictionary<string, string>? _metadata;

    public BlobDownloadDetails()
    {
    }

    internal BlobDownloadDetails(Response response) => _response = response;

    public BlobType BlobType => BlobEnumText.BlobType(Headers?.Text("x-ms-blob-type"));

    /// <summary>Bytes in this answer: of the range, when one was asked for.</summary>
    public long ContentLength => Headers?.Number("Content-Length") ?? 0;

    /// <summary>Range and whole length, as in "bytes 0-99/1234"; null for a whole blob.</summary>
    public string? ContentRange => Headers?.Text("Content-Range");

    public string? ContentType => Headers?.ContentType;

    public byte[]? ContentHash => Headers?.Bytes("Content-MD5");

    /// <summary>MD5 of the whole blob, when only a range was asked for.</summary>
    public byte[]? BlobContentHash => Headers?.Bytes("x-ms-blob-content-md5");

    public DateTimeOffset LastModified => Headers?.Date("Last-Modified") ?? default;

    public DateTimeOffset CreatedOn => Headers?.Date("x-ms-creation-time") ?? default;

    public IDictionary<string, string> Metadata => _metadata ??= Headers?.Metadata() ?? [];

    public ETag ETag => Headers?.ETag ?? default;

    public string? ContentEncoding => Headers?.Text("Content-Encoding");

    public string? CacheControl => Headers?.Text("Cache-Control");

    public string? ContentDisposition => Headers?.Text("Content-Disposition");

    public string? ContentLanguage => Headers?.Text("Content-Language");

    public string? AcceptRanges => Headers?.Text("Accept-Ranges");

    public LeaseState LeaseState => BlobEnumText.Parse<LeaseState>(Headers?.Text("x-ms-lease-state")).GetValueOrDefault();

    public LeaseStatus LeaseStatus => BlobEnumText.Parse<LeaseStatus>(Headers?.Text("x-ms-lease-status")).GetValueOrDefault();

    public string? VersionId => Headers?.Text("x-ms-version-id");

    /// <summary>Whether the answer says how long it is; the service's always does.</summary>
    internal bool HasContentLength => Headers?.Contains("Content-Length") ?? false;

    private Core.ResponseHeaders? Headers => _response?.Headers;
}

/// <summary>A blob in memory.</summary>
public class BlobDownloadResult
{
    internal BlobDownloadResult(BinaryData content, BlobDownloadDetails details)
    {
        Content = content;
        Details = details;
    }

    public BlobDownloadDetails Details { get; }

    public BinaryData Content { get; }
}

/// <summary>A blob as it arrives; dispose it to give the connection back.</summary>
public class BlobDownloadStreamingResult : IDisposable
{
    internal BlobDownloadStreamingResult(Stream content, BlobDownloadDetails details)
    {
        Content = content;
        Details = details;
    }

    public BlobDownloadDetails Details { get; }

    public Stream Content { get; }

    public void Dispose()
    {
        Content.Dispose();
        GC.SuppressFinalize(this);
    }
}

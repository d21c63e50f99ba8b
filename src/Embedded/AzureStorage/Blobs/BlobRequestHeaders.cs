using System.Text;
using Azure.Core;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Common;

namespace Azure.Storage.Blobs;

/// <summary>Writes what several blob operations share: conditions, HTTP headers of the blob, tier, tags.</summary>
internal static class BlobRequestHeaders
{
    public static void SetConditions(this RequestHeaders headers, BlobRequestConditions? conditions)
    {
        if (conditions is null)
        {
            return;
        }

        headers.SetMatch(conditions, prefix: "");
        headers.SetOptional("x-ms-if-tags", conditions.TagConditions);
        headers.SetOptional("x-ms-lease-id", conditions.LeaseId);
    }

    /// <summary>Conditions on the source of a copy.</summary>
    public static void SetSourceConditions(this RequestHeaders headers, BlobRequestConditions? conditions)
    {
        if (conditions is not null)
        {
            headers.SetMatch(conditions, "x-ms-source-");
            headers.SetOptional("x-ms-source-if-tags", conditions.TagConditions);
        }
    }

    public static void SetMatch(this RequestHeaders headers, RequestConditions conditions, string prefix)
    {
        headers.SetOptional(prefix + "If-Match", conditions.IfMatch);
        headers.SetOptional(prefix + "If-None-Match", conditions.IfNoneMatch);
        headers.SetOptional(prefix + "If-Modified-Since", conditions.IfModifiedSince);
        headers.SetOptional(prefix + "If-Unmodified-Since", conditions.IfUnmodifiedSince);
    }

    public static void SetBlobHttpHeaders(this RequestHeaders headers, BlobHttpHeaders? http)
    {
        if (http is null)
        {
            return;
        }

        headers.SetOptional("x-ms-blob-content-type", http.ContentType);
        headers.SetOptional("x-ms-blob-content-encoding", http.ContentEncoding);
        headers.SetOptional("x-ms-blob-content-language", http.ContentLanguage);
        headers.SetOptional("x-ms-blob-content-disposition", http.ContentDisposition);
        headers.SetOptional("x-ms-blob-cache-control", http.CacheControl);
        headers.SetOptional("x-ms-blob-content-md5", http.ContentHash is { } hash ? Convert.ToBase64String(hash) : null);
    }

    public static void SetTags(this RequestHeaders headers, IDictionary<string, string>? tags)
    {
        if (tags is not { Count: > 0 })
        {
            return;
        }

        var text = new StringBuilder();
        foreach (var (name, value) in tags)
        {
            text.Append(text.Length == 0 ? "" : "&").Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
        }

        headers.SetValue("x-ms-tags", text.ToString());
    }
}

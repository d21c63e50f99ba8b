using System.Xml;
using Azure.Core;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Common;

namespace Azure.Storage.Blobs.Specialized;

/// <summary>Put Blob, Put Block and Put Block List.</summary>
internal static class BlockBlobRequests
{
    public static async Task<Response<BlobContentInfo>> PutBlobAsync(
        BlobBaseClient blob, RequestContent content, BlobUploadOptions options, CancellationToken cancellationToken)
    {
        using var message = blob.Access.CreateMessage(RequestMethod.Put, blob.Uri);
        var headers = message.Request.Headers;
        headers.SetValue("x-ms-blob-type", "BlockBlob");
        headers.SetValue("Content-Type", "application/octet-stream");
        headers.SetBlobHttpHeaders(options.HttpHeaders);
        headers.SetMetadata(options.Metadata);
        headers.SetTags(options.Tags);
        headers.SetOptional("x-ms-access-tier", options.AccessTier?.ToString());
        headers.SetConditions(options.Conditions);
        message.Request.Content = content;
        var response = await blob.Access.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return Response.FromValue(new BlobContentInfo(response), response);
    }

    public static async Task<Response<BlockInfo>> PutBlockAsync(
        BlobBaseClient blob, string base64BlockId, RequestContent content, string? leaseId, CancellationToken cancellationToken)
    {
        using var message = blob.Access.CreateMessage(RequestMethod.Put, blob.Uri);
        message.Request.Uri.AppendQuery("comp", "block");
        message.Request.Uri.AppendQuery("blockid", base64BlockId);
        message.Request.Headers.SetValue("Content-Type", "application/octet-stream");
        message.Request.Headers.SetOptional("x-ms-lease-id", leaseId);
        message.Request.Content = content;
        var response = await blob.Access.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return Response.FromValue(new BlockInfo(response), response);
    }

    public static async Task<Response<BlobContentInfo>> PutBlockListAsync(
        BlobBaseClient blob, IEnumerable<string> base64BlockIds, CommitBlockListOptions? options, CancellationToken cancellationToken)
    {
        using var message = blob.Access.CreateMessage(RequestMethod.Put, blob.Uri);
        message.Request.Uri.AppendQuery("comp", "blocklist");
        var headers = message.Request.Headers;
        headers.SetValue("Content-Type", "application/xml");
        headers.SetBlobHttpHeaders(options?.HttpHeaders);
        headers.SetMetadata(options?.Metadata);
        headers.SetTags(options?.Tags);
        headers.SetOptional("x-ms-access-tier", options?.AccessTier?.ToString());
        headers.SetConditions(options?.Conditions);
        message.Request.Content = StorageXml.Write(xml => WriteBlockList(xml, base64BlockIds));
        var response = await blob.Access.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return Response.FromValue(new BlobContentInfo(response), response);
    }

    private static void WriteBlockList(XmlWriter xml, IEnumerable<string> base64BlockIds)
    {
        xml.WriteStartElement("BlockList");
        foreach (var id in base64BlockIds)
        {
            xml.WriteElementString("Latest", id);
        }

        xml.WriteEndElement();
    }
}

using Azure.Core;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Common;

namespace Azure.Storage.Blobs.Specialized;

public partial class BlobBaseClient
{
    public virtual async Task<Response<BlobProperties>> GetPropertiesAsync(
        BlobRequestConditions? conditions = null, CancellationToken cancellationToken = default)
    {
        using var message = Access.CreateMessage(RequestMethod.Head, Uri);
        message.Request.Headers.SetConditions(conditions);
        var response = await Access.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return Response.FromValue(new BlobProperties(response), response);
    }

    /// <summary>Replaces the blob's HTTP headers; those left null are cleared.</summary>
    public virtual async Task<Response<BlobInfo>> SetHttpHeadersAsync(
        BlobHttpHeaders? httpHeaders = null, BlobRequestConditions? conditions = null, CancellationToken cancellationToken = default)
    {
        using var message = Access.CreateMessage(RequestMethod.Put, Uri);
        message.Request.Uri.AppendQuery("comp", "properties");
        message.Request.Headers.SetBlobHttpHeaders(httpHeaders);
        message.Request.Headers.SetConditions(conditions);
        var response = await Access.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return Response.FromValue(new BlobInfo(response), response);
    }

    /// <summary>Replaces the blob's metadata.</summary>
    public virtual async Task<Response<BlobInfo>> SetMetadataAsync(
        IDictionary<string, string> metadata, BlobRequestConditions? conditions = null, CancellationToken cancellationToken = default)
    {
        using var message = Access.CreateMessage(RequestMethod.Put, Uri);
        message.Request.Uri.AppendQuery("comp", "metadata");
        message.Request.Headers.SetMetadata(metadata);
        message.Request.Headers.SetConditions(conditions);
        var response = await Access.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return Response.FromValue(new BlobInfo(response), response);
    }
}

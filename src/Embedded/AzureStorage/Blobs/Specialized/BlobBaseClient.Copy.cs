using Azure.Core;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Common;

namespace Azure.Storage.Blobs.Specialized;

public partial class BlobBaseClient
{
    /// <summary>Starts a copy into this blob; within an account it is usually done when this returns. The source's SAS goes in a header.</summary>
    public virtual async Task<CopyFromUriOperation> StartCopyFromUriAsync(
        Uri source, BlobCopyFromUriOptions? options, CancellationToken cancellationToken = default)
    {
        using var message = CopyMessage(source, options);
        var response = await Access.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return new CopyFromUriOperation(this, new BlobCopyInfo(response), response);
    }

    public virtual Task<CopyFromUriOperation> StartCopyFromUriAsync(
        Uri source,
        IDictionary<string, string>? metadata = null,
        AccessTier? accessTier = null,
        BlobRequestConditions? sourceConditions = null,
        BlobRequestConditions? destinationConditions = null,
        RehydratePriority? rehydratePriority = null,
        CancellationToken cancellationToken = default)
    {
        var options = new BlobCopyFromUriOptions
        {
            Metadata = metadata,
            AccessTier = accessTier,
            SourceConditions = sourceConditions,
            DestinationConditions = destinationConditions,
            RehydratePriority = rehydratePriority,
        };
        return StartCopyFromUriAsync(source, options, cancellationToken);
    }

    /// <summary>Copies a source of up to 256 MiB into this blob and answers when that is done.</summary>
    public virtual async Task<Response<BlobCopyInfo>> SyncCopyFromUriAsync(
        Uri source, BlobCopyFromUriOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var message = CopyMessage(source, options);
        message.Request.Headers.SetValue("x-ms-requires-sync", "true");
        var response = await Access.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return Response.FromValue(new BlobCopyInfo(response), response);
    }

    public virtual async Task<Response> AbortCopyFromUriAsync(
        string copyId, BlobRequestConditions? conditions = null, CancellationToken cancellationToken = default)
    {
        using var message = Access.CreateMessage(RequestMethod.Put, Uri);
        message.Request.Uri.AppendQuery("comp", "copy");
        message.Request.Uri.AppendQuery("copyid", copyId);
        message.Request.Headers.SetValue("x-ms-copy-action", "abort");
        message.Request.Headers.SetConditions(conditions);
        return await Access.SendAsync(message, cancellationToken).ConfigureAwait(false);
    }

    private HttpMessage CopyMessage(Uri source, BlobCopyFromUriOptions? options)
    {
        ArgumentNullException.ThrowIfNull(source);
        var message = Access.CreateMessage(RequestMethod.Put, Uri);
        var headers = message.Request.Headers;
        headers.SetValue("x-ms-copy-source", source.AbsoluteUri);
        if (options is not null)
        {
            headers.SetMetadata(options.Metadata);
            headers.SetTags(options.Tags);
            headers.SetOptional("x-ms-access-tier", options.AccessTier?.ToString());
            headers.SetOptional("x-ms-rehydrate-priority", options.RehydratePriority?.ToString());
            headers.SetSourceConditions(options.SourceConditions);
            headers.SetConditions(options.DestinationConditions);
        }

        return message;
    }
}

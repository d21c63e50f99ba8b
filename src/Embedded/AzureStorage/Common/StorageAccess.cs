using Azure.Core;
using Azure.Core.Pipeline;

namespace Azure.Storage.Common;

/// <summary>How the clients of one account send requests: the pipeline with its credential, the service version, the key for signing SAS.</summary>
internal sealed class StorageAccess(HttpPipeline pipeline, string version, StorageSharedKeyCredential? sharedKey)
{
    /// <summary>The key, for a client that was made with one; SAS are signed with it.</summary>
    public StorageSharedKeyCredential? SharedKey { get; } = sharedKey;

    public HttpMessage CreateMessage(RequestMethod method, Uri uri)
    {
        var message = pipeline.CreateMessage();
        var request = message.Request;
        request.Method = method;
        request.Uri.Reset(uri);
        request.Headers.Add("x-ms-version", version);
        request.Headers.Add("Accept", "application/xml");
        return message;
    }

    /// <summary>Sends and answers whatever came back.</summary>
    public async ValueTask<Response> SendAnyAsync(HttpMessage message, CancellationToken cancellationToken)
    {
        await pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return message.Response;
    }

    /// <summary>Sends and answers a 2xx.</summary>
    /// <exception cref="RequestFailedException">Anything else came back, or nothing after all retries.</exception>
    public async ValueTask<Response> SendAsync(HttpMessage message, CancellationToken cancellationToken)
    {
        await pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return message.Response.Status is >= 200 and < 300 ? message.Response : throw new RequestFailedException(message.Response);
    }

    /// <summary>As <see cref="SendAsync"/>, for the readers of streams that are asked synchronously.</summary>
    public Response Send(HttpMessage message, CancellationToken cancellationToken)
    {
        pipeline.Send(message, cancellationToken);
        return message.Response.Status is >= 200 and < 300 ? message.Response : throw new RequestFailedException(message.Response);
    }
}

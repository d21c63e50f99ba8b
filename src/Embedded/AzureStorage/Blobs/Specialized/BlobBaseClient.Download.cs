using Azure.Core;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Common;

namespace Azure.Storage.Blobs.Specialized;

public partial class BlobBaseClient
{
    private const int CopyBufferBytes = 128 * 1024;

    public virtual Task<Response<BlobDownloadResult>> DownloadContentAsync() => DownloadContentAsync(options: null, CancellationToken.None);

    public virtual Task<Response<BlobDownloadResult>> DownloadContentAsync(CancellationToken cancellationToken) =>
        DownloadContentAsync(options: null, cancellationToken);

    public virtual Task<Response<BlobDownloadResult>> DownloadContentAsync(
        BlobRequestConditions? conditions, CancellationToken cancellationToken) =>
        DownloadContentAsync(new BlobDownloadOptions { Conditions = conditions }, cancellationToken);

    /// <summary>Reads the blob, or a range of it, into memory. A 304 comes back as a response without a value.</summary>
    public virtual async Task<Response<BlobDownloadResult>> DownloadContentAsync(
        BlobDownloadOptions? options = null, CancellationToken cancellationToken = default)
    {
        var download = await DownloadStreamingAsync(options, cancellationToken).ConfigureAwait(false);
        if (!download.HasValue)
        {
            return new NoBodyResponse<BlobDownloadResult>(download.GetRawResponse());
        }

        using var result = download.Value;
        var content = result.Details.HasContentLength
            ? await ReadAsync(result.Content, new byte[result.Details.ContentLength], cancellationToken).ConfigureAwait(false)
            : await BinaryData.FromStreamAsync(result.Content, cancellationToken).ConfigureAwait(false);
        return Response.FromValue(new BlobDownloadResult(content, result.Details), download.GetRawResponse());
    }

    /// <summary>
    /// Starts reading the blob, or a range of it. When the connection breaks, the stream goes on from where it was, as long as the blob has
    /// not changed. A 304 comes back as a response without a value.
    /// </summary>
    public virtual async Task<Response<BlobDownloadStreamingResult>> DownloadStreamingAsync(
        BlobDownloadOptions? options = null, CancellationToken cancellationToken = default)
    {
        var (response, body) = await OpenAsync(options?.Range ?? default, options?.Conditions, cancellationToken).ConfigureAwait(false);
        if (body is null)
        {
            return new NoBodyResponse<BlobDownloadStreamingResult>(response);
        }

        var details = new BlobDownloadDetails(response);
        var content = new ResumingStream(this, body, details, options, cancellationToken);
        return Response.FromValue(new BlobDownloadStreamingResult(content, details), response);
    }

    public virtual Task<Response> DownloadToAsync(Stream destination) => DownloadToAsync(destination, CancellationToken.None);

    public virtual async Task<Response> DownloadToAsync(Stream destination, CancellationToken cancellationToken)
    {
        var download = await DownloadStreamingAsync(options: null, cancellationToken).ConfigureAwait(false);
        using var result = download.Value;
        await result.Content.CopyToAsync(destination, CopyBufferBytes, cancellationToken).ConfigureAwait(false);
        return download.GetRawResponse();
    }

    public virtual Task<Response> DownloadToAsync(string path) => DownloadToAsync(path, CancellationToken.None);

    public virtual async Task<Response> DownloadToAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = File.Create(path);
        return await DownloadToAsync(file, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks for a range and answers with the unread body, or with null for a 304.</summary>
    internal async ValueTask<(Response Response, Stream? Body)> OpenAsync(
        HttpRange range, BlobRequestConditions? conditions, CancellationToken cancellationToken)
    {
        using var message = DownloadMessage(range, conditions);
        var response = await Access.SendAnyAsync(message, cancellationToken).ConfigureAwait(false);
        if (response.Status is 200 or 206)
        {
            return (response, message.ExtractResponseContent() ?? Stream.Null);
        }

        if (response.Status == 304)
        {
            return (response, null);
        }

        await ErrorBody.BufferAsync(response, cancellationToken).ConfigureAwait(false);
        throw new RequestFailedException(response);
    }

    /// <summary>As <see cref="OpenAsync"/>, for a stream that is read synchronously.</summary>
    internal (Response Response, Stream Body) Open(HttpRange range, BlobRequestConditions? conditions, CancellationToken cancellationToken)
    {
        using var message = DownloadMessage(range, conditions);
        var response = Access.Send(message, cancellationToken);
        return (response, message.ExtractResponseContent() ?? Stream.Null);
    }

    private static async ValueTask<BinaryData> ReadAsync(Stream body, byte[] content, CancellationToken cancellationToken)
    {
        await body.ReadExactlyAsync(content, cancellationToken).ConfigureAwait(false);
        return BinaryData.FromBytes(content);
    }

    private HttpMessage DownloadMessage(HttpRange range, BlobRequestConditions? conditions)
    {
        var message = Access.CreateMessage(RequestMethod.Get, Uri);
        message.BufferResponse = false;
        if (range != default)
        {
            message.Request.Headers.SetValue("x-ms-range", range.ToString());
        }

        message.Request.Headers.SetConditions(conditions);
        return message;
    }
}

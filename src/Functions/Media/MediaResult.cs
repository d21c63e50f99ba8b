using Magpie.Functions.Delivery;
using Magpie.Imaging;
using Microsoft.AspNetCore.Http;

namespace Magpie.Functions.Media;

/// <summary>Writes a file, or the part of it that was asked for, as it is read from storage.</summary>
internal sealed class MediaResult(MediaAnswer answer, string id, string name) : IResult
{
    private const int CopyBytes = 81_920;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        await using var closing = answer;
        var response = httpContext.Response;
        response.StatusCode = answer.Status;
        var headers = response.Headers;
        headers.AcceptRanges = "bytes";
        headers.ContentRange = answer.ContentRange;
        headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        if (answer.ETag is not null)
        {
            headers.ETag = answer.ETag;
            headers.CacheControl = MediaStore.CacheControl;
            headers.LastModified = answer.LastModified?.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        }

        if (answer.Content is not { } content)
        {
            return;
        }

        response.ContentType = answer.ContentType;
        response.ContentLength = answer.Length;
        headers.ContentDisposition = Disposition();
        if (HttpMethods.IsHead(httpContext.Request.Method))
        {
            return;
        }

        try
        {
            await content.CopyToAsync(response.Body, CopyBytes, httpContext.RequestAborted);
        }
        catch (OperationCanceledException) when (httpContext.RequestAborted.IsCancellationRequested)
        {
            // The client has seen enough.
        }
    }

    /// <summary>What is no picture and no video is saved, never shown. The name is made of ours alone.</summary>
    private string Disposition() => FileTypes.FromMediaType(answer.ContentType) is { } type
        ? $"inline; filename=\"{id}-{name}{type.Extension()}\""
        : $"attachment; filename=\"{id}-{name}.bin\"";
}

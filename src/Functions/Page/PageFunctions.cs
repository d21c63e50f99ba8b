using Azure.Storage.Blobs;
using Magpie.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Magpie.Functions.Page;

/// <summary>The page and its files; and everything that no other function serves, which is not there.</summary>
public sealed class PageFunctions(PageFiles files, BlobServiceClient blobs, ApiDialects dialects)
{
    public const string Name = "Page";

    private const string Immutable = "public, max-age=31536000, immutable";

    [Function(Name)]
    public IResult Get([HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*path}")] HttpRequest request, string? path)
    {
        if (!(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) || files.Find(path ?? string.Empty) is not { } file)
        {
            return dialects.Say(Problems.NotFound, request);
        }

        // Of a 304 too: a browser replaces the headers it has kept by those.
        request.HttpContext.Response.Headers.ContentSecurityPolicy = Policy();
        if (request.Headers.IfNoneMatch.ToString().Contains(file.ETag, StringComparison.Ordinal))
        {
            return StatusAnswer.NotModified(file.ETag);
        }

        return new BytesAnswer(file.Content, file.ContentType) { ETag = file.ETag, CacheControl = file.IsHashed ? Immutable : "no-cache" };
    }

    /// <summary>Our own scripts and styles; pictures from wherever they are delivered; uploads to our storage.</summary>
    private string Policy()
    {
        var storage = blobs.Uri.GetLeftPart(UriPartial.Authority);
        return "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; manifest-src 'self'; "
            + "img-src 'self' blob: data: https:; media-src 'self' blob: https:; "
            + $"connect-src 'self' {storage}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    }
}

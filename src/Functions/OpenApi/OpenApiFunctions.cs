using Magpie.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Magpie.Functions.OpenApi;

/// <summary>What this API is, for programs and for people.</summary>
public sealed class OpenApiFunctions(OpenApiDocument document, DocsPage page)
{
    public const string Document = "OpenApi";
    public const string Docs = "Docs";

    private const string Json = "application/json; charset=utf-8";
    private const string Html = "text/html; charset=utf-8";

    [Function(Document)]
    public IResult GetDocument([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "openapi.json")] HttpRequest request) =>
        Answer(request, document.File, Json);

    [Function(Docs)]
    public IResult GetDocs([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "docs")] HttpRequest request)
    {
        // Of a 304 too: a browser replaces the headers it has kept by those.
        request.HttpContext.Response.Headers.ContentSecurityPolicy = page.Policy;
        return Answer(request, page.File, Html);
    }

    private static IResult Answer(HttpRequest request, EmbeddedFile file, string type) =>
        request.Headers.IfNoneMatch.ToString().Contains(file.ETag, StringComparison.Ordinal)
            ? StatusAnswer.NotModified(file.ETag)
            : new BytesAnswer(file.Content, type) { ETag = file.ETag, CacheControl = "no-cache" };
}

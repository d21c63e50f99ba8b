using System.Collections.Frozen;
using Magpie.Functions.Http;
using Microsoft.AspNetCore.Http;

namespace Magpie.Functions.Imagga;

/// <summary>Imagga's API: Basic credentials in the header, and every error in its envelope.</summary>
public sealed class ImaggaDialect : IApiDialect
{
    /// <summary>First segments after <c>/v2</c> that are Imagga's; Clarifai's second API has others.</summary>
    internal static readonly FrozenSet<string> Segments = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "tags", "categorizers", "categories", "croppings", "colors", "faces", "text", "similar-images", "images-similarity", "remove-background",
        "barcodes", "uploads", "tickets", "batches", "usage");

    public bool Speaks(PathString path) =>
        path.StartsWithSegments("/v2", StringComparison.OrdinalIgnoreCase, out var rest)
        && rest.Value?.Split('/', 3) is ["", var first, ..]
        && Segments.Contains(first);

    public string? Authorization(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Headers.Authorization;
    }

    public IResult Say(Problem problem, HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(problem);
        var text = problem.Status == StatusCodes.Status401Unauthorized
            ? "Send your key and secret as Basic credentials. What came is missing, wrong or revoked."
            : problem.Detail;
        return ImaggaAnswer.Of(problem with { Status = StatusOf(problem.Status), Detail = text });
    }

    /// <summary>The API knows these; whatever else a request is refused for is a bad request.</summary>
    private static int StatusOf(int status) => status is > 400 and < 500 and not (401 or 403 or 404 or 405 or 406 or 410 or 429) ? StatusCodes.Status400BadRequest : status;
}

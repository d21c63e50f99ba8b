using Magpie.Functions.Clarifai.V2;
using Magpie.Functions.Http;
using Magpie.Functions.Imagga;
using Microsoft.AspNetCore.Http;

namespace Magpie.Functions.Page;

/// <summary>Paths under <c>/v2</c> that neither of its two APIs has: who sends Basic credentials speaks Imagga's, everybody else Clarifai's. The last of the dialects.</summary>
internal sealed class UnknownPathDialect : IApiDialect
{
    private readonly ImaggaDialect _imagga = new();
    private readonly V2Dialect _clarifai = new();

    public bool Speaks(PathString path) => path.StartsWithSegments("/v2", StringComparison.OrdinalIgnoreCase);

    public string? Authorization(HttpRequest request) => request.Headers.Authorization;

    public IResult Say(Problem problem, HttpRequest request) =>
        request.Headers.Authorization.ToString().StartsWith("Basic ", StringComparison.OrdinalIgnoreCase)
            ? _imagga.Say(problem, request)
            : _clarifai.Say(problem, request);
}

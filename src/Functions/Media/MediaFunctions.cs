using Magpie.Functions.Delivery;
using Magpie.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Magpie.Functions.Media;

/// <summary>Serves what the embedded delivery delivered. Public, like any CDN: the addresses are not to be guessed.</summary>
public sealed class MediaFunctions(MediaReader reader)
{
    public const string Name = "GetMedia";

    [Function(Name)]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "media/{id}/{name}")] HttpRequest request,
        string id,
        string name,
        CancellationToken cancellationToken)
    {
        var headers = request.Headers;
        var answer = await reader.ReadAsync(id, name, headers.Range, headers.IfRange, headers.IfNoneMatch, cancellationToken);
        return answer.Status == StatusCodes.Status404NotFound ? Problems.NotFound : new MediaResult(answer, id, name);
    }
}

using Magpie.Assets;
using Magpie.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Magpie.Functions.Assets;

/// <summary>Where the tags of an account are read.</summary>
public sealed class TagFunctions(ICatalogue catalogue)
{
    [Function("ListTags")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/tags")] HttpRequest request, CancellationToken cancellationToken)
    {
        var (prefix, badPrefix) = AssetQuery.ReadPrefix(request.Query);
        var (limit, badLimit) = AssetQuery.ReadTagLimit(request.Query);
        if ((badPrefix ?? badLimit) is { } problem)
        {
            return problem;
        }

        var tags = await catalogue.TagsAsync(request.HttpContext.GetCaller().Account, prefix, limit, cancellationToken);
        return new JsonAnswer<TagsResponse>(new([.. tags.Select(tag => new TagResponse(tag.Tag, tag.Count))]), MagpieJson.Default.TagsResponse);
    }
}

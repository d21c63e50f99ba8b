using Magpie.Functions.Http;
using Magpie.Search;
using Microsoft.AspNetCore.Http;

namespace Magpie.Functions.Clarifai.V2;

/// <summary>Finds inputs.</summary>
internal sealed class V2Searches(V2SearchReader reader, Searcher searcher, V2InputText text)
{
    /// <summary>Decimals of a score.</summary>
    private const int Decimals = 7;

    private static readonly TimeSpan LoadingPause = TimeSpan.FromSeconds(2);

    public async Task<IResult> SearchAsync(V2Call call, CancellationToken cancellationToken)
    {
        var request = await call.ReadAsync(ClarifaiJson.Default.V2SearchRequest, cancellationToken);
        var (skip, count) = call.Page(request.Pagination);
        var query = await reader.ReadAsync(call.Caller, request, cancellationToken) with { Skip = skip, Limit = count };
        var page = await searcher.SearchAsync(call.Caller.Account, query, cancellationToken) is SearchResult.Found result ? result.Page : null;
        if (page is { IsWithoutIndex: true })
        {
            // Clarifai's answer has no place that says that there may be more, or others.
            throw new V2Exception(
                StatusCodes.Status503ServiceUnavailable, V2Code.TryAgain, "The index of the inputs is still being loaded. Send the search again.", LoadingPause);
        }

        var found = page?.Hits ?? [];
        var inputs = await text.OfAsync([.. found.Select(hit => hit.Asset)], call.Request, cancellationToken);
        return new JsonAnswer<V2SearchResponse>(
            new(V2Code.Ok.ToStatus(), [.. found.Zip(inputs, Hit)]), ClarifaiJson.Default.V2SearchResponse);
    }

    private static V2Hit Hit(SearchHit hit, V2Input input) => new(
        Math.Round(hit.Score, Decimals),
        input,
        new V2Annotation
        {
            Id = V2InputChanges.AnnotationIdOf(hit.Asset.Id),
            InputId = input.Id,
            Data = new V2Data { Concepts = input.Data?.Concepts },
            CreatedAt = input.CreatedAt,
            Status = V2Code.AnnotationSuccess.ToStatus(),
        });
}

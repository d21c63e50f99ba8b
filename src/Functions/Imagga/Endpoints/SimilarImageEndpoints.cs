using Magpie.Functions.Imagga.Indexes;
using Magpie.Functions.Imagga.Similarity;
using Magpie.Indexes;
using Microsoft.AspNetCore.Http;

namespace Magpie.Functions.Imagga.Endpoints;

/// <summary><c>/similar-images</c>: the images of an index that are most like one, as a categorizer sees them or by their colours.</summary>
internal sealed class SimilarImageEndpoints(PartLooking looking, Comparing comparing, IndexStore indexes, IndexTraining training) : IImaggaEndpoints
{
    /// <summary>None is farther than 2; some clients ask for more.</summary>
    private const double MaxDistance = 1_000_000;

    private const string Entry = "entry_id";

    private delegate Task<ImaggaAnswer> Answering(ImaggaCall call, Comparison comparison, IndexName index, CancellationToken cancellationToken);

    public IReadOnlyList<ImaggaRoute> Routes =>
    [
        .. RoutesOf("/similar-images/categories/{categorizer_id}/{index_id}", call => comparing.ByCategories(call)),
        .. RoutesOf("/similar-images/colors/{index_id}", Comparing.ByColors),
    ];

    private IEnumerable<ImaggaRoute> RoutesOf(string path, Func<ImaggaCall, (Comparison? Comparison, ImaggaAnswer? Error)> read)
    {
        return
        [
            new(path, ["GET", "POST"], With(SearchAsync), IsTechnology: true),
            new(path, ["PUT"], With(TrainAsync)),
            new(path, ["DELETE"], With(DeleteAsync)),
            new(path + "/{entry_id}", ["GET"], With(FindAsync)),
            new(path + "/{entry_id}", ["DELETE"], With(DeleteAsync)),
        ];

        Func<ImaggaCall, CancellationToken, Task<ImaggaAnswer>> With(Answering answer) => (call, cancellationToken) => read(call) switch
        {
            ({ } comparison, _) => answer(call, comparison, new IndexName(call.Account, comparison.Family, call["index_id"]), cancellationToken),
            (_, var error) => Task.FromResult(error!),
        };
    }

    private async Task<ImaggaAnswer> SearchAsync(ImaggaCall call, Comparison comparison, IndexName index, CancellationToken cancellationToken)
    {
        if (HttpMethods.IsGet(call.Method) && call.Given(Entry) is not null)
        {
            return await FindAsync(call, comparison, index, cancellationToken);
        }

        var (query, region) = (Query(call.Parameters), Region.Read(call.Parameters, "region"));
        if (call.Parameters.Problem is { } problem)
        {
            return ImaggaAnswer.BadRequest(problem);
        }

        var isMetadata = HttpMethods.IsGet(call.Method) && call.Images.Given("") == 0;
        if (!isMetadata && call.Images.ProblemOf("") is { } missing)
        {
            return missing;
        }

        if (await indexes.LoadAsync(index, cancellationToken) is not { } trained)
        {
            return await UntrainedAsync(index, cancellationToken);
        }

        if (isMetadata)
        {
            return ImaggaAnswer.Ok(new IndexResult(trained.Vectors.Count, trained.TrainedAt), ImaggaJson.Default.IndexResult);
        }

        var (features, error) = await looking.AtAsync(call, "", region, comparison, cancellationToken);
        if (features is null)
        {
            return error!;
        }

        var page = SimilarImages.Find(trained, features, query);
        return page.Compared == 0
            ? ImaggaAnswer.Error(StatusCodes.Status404NotFound, $"The images of the index cannot be compared with {comparison.Mismatch}")
            : ImaggaAnswer.Ok(new SimilarImagesResult(page.Count, [.. page.Images.Select(Shown)]), ImaggaJson.Default.SimilarImagesResult, isProcessed: true);
    }

    private async Task<ImaggaAnswer> TrainAsync(ImaggaCall call, Comparison comparison, IndexName index, CancellationToken cancellationToken) =>
        await indexes.HasEntriesAsync(index, cancellationToken) || await indexes.LoadAsync(index, cancellationToken) is not null
            ? await training.StartAsync(call, index, call.Parameters.Text("callback_url"), cancellationToken)
            : await UntrainedAsync(index, cancellationToken);

    private async Task<ImaggaAnswer> FindAsync(ImaggaCall call, Comparison comparison, IndexName index, CancellationToken cancellationToken) =>
        await indexes.LoadAsync(index, cancellationToken) is { } trained
            ? ImaggaAnswer.Ok(new ExistsResult(trained.Contains("", call.Given(Entry)!)), ImaggaJson.Default.ExistsResult)
            : await UntrainedAsync(index, cancellationToken);

    private async Task<ImaggaAnswer> DeleteAsync(ImaggaCall call, Comparison comparison, IndexName index, CancellationToken cancellationToken) =>
        call.ProblemOf(Entry) is { } problem ? problem
        : call.Given(Entry) is { } entry ? await DeleteAsync(index, entry, cancellationToken)
        : await indexes.DeleteAsync(index, cancellationToken) ? ImaggaAnswer.Ok(new DeletedResult("The index is deleted."), ImaggaJson.Default.DeletedResult)
        : Unknown;

    private async Task<ImaggaAnswer> DeleteAsync(IndexName index, string entry, CancellationToken cancellationToken) =>
        await indexes.DeleteAsync(index, "", entry, cancellationToken)
            ? ImaggaAnswer.Ok(new DeletedResult("The entry is deleted. Searches find it until the index is trained again."), ImaggaJson.Default.DeletedResult)
            : ImaggaAnswer.Error(StatusCodes.Status404NotFound, "There is no entry of this id in the index.");

    private async Task<ImaggaAnswer> UntrainedAsync(IndexName index, CancellationToken cancellationToken) =>
        await indexes.HasEntriesAsync(index, cancellationToken)
            ? ImaggaAnswer.Error(StatusCodes.Status404NotFound, "The index is not trained yet. Train it by a PUT to its path, and search when the ticket is final.")
            : Unknown;

    private static ImaggaAnswer Unknown => ImaggaAnswer.Error(
        StatusCodes.Status404NotFound, "There is no index of this name. Save images in it by \"save_index\" and \"save_id\", then train it by a PUT to its path.");

    private static SimilarQuery Query(ImaggaParameters parameters)
    {
        var distance = parameters.Fraction("distance", -MaxDistance, MaxDistance, -1);
        return new(
            parameters.Number("offset", 0, IndexStore.MaxEntries, 0),
            parameters.Number("count", 1, IndexStore.MaxEntries, 100),
            distance < 0 ? null : distance,
            parameters.Text("merge_by_separator") ?? "",
            parameters.Choice("merge_by_algorithm", "average", "average", "winner") == "winner" ? Merging.Winner : Merging.Average);
    }

    private static SimilarImageResult Shown(SimilarImage image) => new(image.Distance, image.Members?.Select(Shown).ToArray(), image.Id);
}

/// <summary>What is most like an image, nearest first.</summary>
/// <param name="Count">Of all, before paging.</param>
internal sealed record SimilarImagesResult(int Count, IReadOnlyList<SimilarImageResult> Images);

/// <summary>An image of an index, or several that were merged.</summary>
/// <param name="GroupItems">Those that were merged by their average; left out otherwise.</param>
internal sealed record SimilarImageResult(double Distance, IReadOnlyList<SimilarImageResult>? GroupItems, string Id);

/// <summary>What is known of an index.</summary>
/// <param name="Count">Entries that searches see.</param>
internal sealed record IndexResult(int Count, DateTimeOffset TrainedAt);

using Magpie.Categories;
using Magpie.Imaging;
using Magpie.Tagging;
using Microsoft.AspNetCore.Http;

namespace Magpie.Functions.Imagga.Endpoints;

/// <summary><c>/categorizers</c> and <c>/categories</c>: pictures sorted into a few categories.</summary>
internal sealed class CategoryEndpoints(Looking looking, Tagger tagger, PackRegistry packs, CategorizerCatalog categorizers, Vocabulary vocabulary) : IImaggaEndpoints
{
    public IReadOnlyList<ImaggaRoute> Routes =>
    [
        new("/categorizers", ["GET"], ListAsync),
        new("/categories/{categorizer_id}", ["GET", "POST"], SortAsync, IsTechnology: true),
    ];

    /// <summary>The scores that a categorizer sorts: of all packs that tag, or of those that are for it.</summary>
    internal async Task<IReadOnlyList<PackScores>> ScoresAsync(Categorizer categorizer, DecodedImage image, CancellationToken cancellationToken)
    {
        if (categorizer.Task == PackTasks.Classification)
        {
            return await tagger.ScoreAsync(image, cancellationToken);
        }

        var scores = new List<PackScores>();
        foreach (var pack in PacksOf(categorizer))
        {
            if (await tagger.ScoreAsync(image, pack, cancellationToken) is { } answer)
            {
                scores.Add(answer);
            }
        }

        return scores;
    }

    private IEnumerable<ModelPack> PacksOf(Categorizer categorizer) => packs.Packs.Where(pack =>
        pack.Manifest.Task == categorizer.Task && pack.Manifest.Id.StartsWith(categorizer.Id.Split('_')[0], StringComparison.Ordinal));

    private Task<ImaggaAnswer> ListAsync(ImaggaCall call, CancellationToken cancellationToken) => Task.FromResult(ImaggaAnswer.Ok(
        new CategorizersResult([.. categorizers.All.Select(one => new CategorizerResult(one.Id, one.Labels, one.Title))]), ImaggaJson.Default.CategorizersResult));

    private async Task<ImaggaAnswer> SortAsync(ImaggaCall call, CancellationToken cancellationToken)
    {
        if (categorizers.Find(call["categorizer_id"]) is not { } categorizer)
        {
            return ImaggaAnswer.Error(
                StatusCodes.Status404NotFound, $"There is no categorizer of this id; there are {string.Join(" and ", categorizers.All.Select(one => one.Id))}.");
        }

        var languages = call.Parameters.LanguageCodes();
        return call.Parameters.Problem is { } problem
            ? ImaggaAnswer.BadRequest(problem)
            : await looking.AtAsync(
                call,
                Looking.Enough,
                async (image, token) => Answer(categorizer, await ScoresAsync(categorizer, image, token), languages),
                cancellationToken);
    }

    private ImaggaAnswer Answer(Categorizer categorizer, IReadOnlyList<PackScores> scores, IReadOnlyList<string> languages) =>
        scores.Count == 0
            ? categorizer.Task == PackTasks.Classification ? TagEndpoints.NoModel : ImaggaAnswer.Error(
                StatusCodes.Status503ServiceUnavailable, $"No model that this categorizer needs is installed. Install one: ./magpie models install {categorizer.Id.Split('_')[0]}-mobilenetv2")
            : ImaggaAnswer.Ok(
                new CategoriesResult([.. categorizer.Sort(scores).Where(share => share.Percent >= 0.01).Select(share => new CategoryResult(
                    share.Percent,
                    languages.ToDictionary(code => code, code => vocabulary.NameOf(share.Category, code), StringComparer.Ordinal)))]),
                ImaggaJson.Default.CategoriesResult,
                isProcessed: true);
}

/// <summary>The categorizers there are.</summary>
internal sealed record CategorizersResult(IReadOnlyList<CategorizerResult> Categorizers);

/// <summary>One of them.</summary>
internal sealed record CategorizerResult(string Id, IReadOnlyList<string> Labels, string Title);

/// <summary>By falling confidence; together 100.</summary>
internal sealed record CategoriesResult(IReadOnlyList<CategoryResult> Categories);

/// <summary>A category in the languages that were asked for.</summary>
/// <param name="Confidence">0 to 100.</param>
internal sealed record CategoryResult(double Confidence, IReadOnlyDictionary<string, string> Name);

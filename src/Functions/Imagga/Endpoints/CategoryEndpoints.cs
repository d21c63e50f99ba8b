using Magpie.Categories;
using Magpie.Functions.Imagga.Similarity;
using Magpie.Indexes;
using Magpie.Tagging;

namespace Magpie.Functions.Imagga.Endpoints;

/// <summary><c>/categorizers</c> and <c>/categories</c>: pictures sorted into a few categories.</summary>
internal sealed class CategoryEndpoints(
    Looking looking, CategorizerCatalog categorizers, CategorizerModels models, Vocabulary vocabulary, FeatureSaving saving) : IImaggaEndpoints
{
    public IReadOnlyList<ImaggaRoute> Routes =>
    [
        new("/categorizers", ["GET"], ListAsync),
        new("/categories/{categorizer_id}", ["GET", "POST"], SortAsync, IsTechnology: true),
    ];

    private Task<ImaggaAnswer> ListAsync(ImaggaCall call, CancellationToken cancellationToken) => Task.FromResult(ImaggaAnswer.Ok(
        new CategorizersResult([.. categorizers.All.Select(one => new CategorizerResult(one.Id, one.Labels, one.Title))]), ImaggaJson.Default.CategorizersResult));

    private async Task<ImaggaAnswer> SortAsync(ImaggaCall call, CancellationToken cancellationToken)
    {
        if (categorizers.Find(call["categorizer_id"]) is not { } categorizer)
        {
            return Comparing.Unknown(categorizers);
        }

        var languages = call.Parameters.LanguageCodes();
        var place = FeatureSaving.Read(call, Comparing.FamilyOf(categorizer));
        if (call.Parameters.Problem is { } problem)
        {
            return ImaggaAnswer.BadRequest(problem);
        }

        ImageFeatures? features = null;
        var answer = await looking.AtAsync(
            call,
            Looking.Enough,
            async (image, token) =>
            {
                var scores = await models.ScoreAsync(categorizer, image, token);
                features = place is null ? null : models.FeaturesOf(categorizer, scores);
                return Answer(categorizer, scores, languages);
            },
            cancellationToken);
        if (answer.IsError || place is null)
        {
            return answer;
        }

        if (features is null)
        {
            return Comparing.NoModel(categorizer);
        }

        await saving.SaveAsync(place, features, cancellationToken);
        return answer;
    }

    private ImaggaAnswer Answer(Categorizer categorizer, IReadOnlyList<PackScores> scores, IReadOnlyList<string> languages) =>
        scores.Count == 0
            ? Comparing.NoModel(categorizer)
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

/// <summary>By falling confidence; together 100, but those of <c>general_v3</c>.</summary>
internal sealed record CategoriesResult(IReadOnlyList<CategoryResult> Categories);

/// <summary>A category in the languages that were asked for.</summary>
/// <param name="Confidence">0 to 100.</param>
internal sealed record CategoryResult(double Confidence, IReadOnlyDictionary<string, string> Name);

using Magpie.Categories;
using Magpie.Tagging;
using Microsoft.AspNetCore.Http;

namespace Magpie.Functions.Imagga.Endpoints;

/// <summary><c>/tags</c>: what is to be seen, by every pack that tags, or by one.</summary>
internal sealed class TagEndpoints(Looking looking, Tagger tagger, PackRegistry packs, Vocabulary vocabulary) : IImaggaEndpoints
{
    /// <summary>The tagger that is meant by none.</summary>
    private static readonly string General = Categorizer.Default.Id;

    /// <summary>Confidence that a tag always exceeds.</summary>
    private const double Least = 7;

    internal static ImaggaAnswer NoModel { get; } = ImaggaAnswer.Error(
        StatusCodes.Status503ServiceUnavailable, "No model that tags is installed, or none answers. Install one: ./magpie models install mobilenetv2");

    public IReadOnlyList<ImaggaRoute> Routes =>
    [
        new("/tags", ["GET", "POST"], TagsAsync, IsTechnology: true),
        new("/tags/{tagger_id}", ["GET", "POST"], TagsAsync, IsTechnology: true),
    ];

    private async Task<ImaggaAnswer> TagsAsync(ImaggaCall call, CancellationToken cancellationToken)
    {
        var parameters = call.Parameters;
        var languages = parameters.LanguageCodes();
        var isVerbose = parameters.Flag("verbose", missing: false);
        var limit = parameters.Number("limit", -1, 10_000, -1);
        var threshold = Math.Max(Least, parameters.Fraction("threshold", 0, 100, 0));
        var decrease = parameters.Flag("decrease_parents", missing: true);
        if (parameters.Problem is { } problem)
        {
            return ImaggaAnswer.BadRequest(problem);
        }

        var id = call.Route.GetValueOrDefault("tagger_id", General);
        var pack = id == General ? null : packs.Find(id);
        if (id != General && pack?.Manifest.Task != PackTasks.Classification)
        {
            return ImaggaAnswer.Error(StatusCodes.Status404NotFound, $"There is no tagger of this id. Leave it out, or name {General} or an installed classification pack.");
        }

        return await looking.AtAsync(
            call,
            Looking.Enough,
            async (image, token) =>
            {
                var scores = pack is null ? await tagger.ScoreAsync(image, token) : await tagger.ScoreAsync(image, pack, token) is { } own ? [own] : [];
                if (scores.Count == 0)
                {
                    return NoModel;
                }

                var tags = TagRanking.Of(scores, decrease, threshold);
                var shown = (limit < 0 ? tags : tags.Take(limit)).Select(tag => Shown(tag, languages, isVerbose));
                return ImaggaAnswer.Ok(new TagsResult([.. shown]), ImaggaJson.Default.TagsResult, isProcessed: true);
            },
            cancellationToken);
    }

    private TagResult Shown(RankedTag tag, IReadOnlyList<string> languages, bool isVerbose) => new(
        tag.Confidence,
        languages.ToDictionary(code => code, code => vocabulary.NameOf(tag.Tag, code), StringComparer.Ordinal),
        isVerbose ? tag.Id : null,
        isVerbose && tag.Id is { } id && IsSynset(id) ? id : null);

    /// <summary>Whether an id is one of WordNet's nouns, such as <c>n01614925</c>.</summary>
    private static bool IsSynset(string id) => id is ['n', .. { Length: 8 } digits] && digits.All(char.IsAsciiDigit);
}

/// <summary>What is to be seen.</summary>
internal sealed record TagsResult(IReadOnlyList<TagResult> Tags);

/// <summary>A tag in the languages that were asked for.</summary>
/// <param name="Confidence">0 to 100.</param>
/// <param name="Synset">Its id in WordNet 3.0, where it has one.</param>
internal sealed record TagResult(double Confidence, IReadOnlyDictionary<string, string> Tag, string? TagId, string? Synset);

using Magpie.Categories;
using Magpie.Colors;
using Magpie.Functions.Imagga.Endpoints;
using Magpie.Imaging;
using Magpie.Indexes;
using Magpie.Tagging;
using Microsoft.AspNetCore.Http;

namespace Magpie.Functions.Imagga.Similarity;

/// <summary>By what images are compared: as a categorizer sees them, or by their colours.</summary>
internal sealed class Comparing(CategorizerCatalog categorizers, CategorizerModels models)
{
    /// <summary>As the categorizer of the path sees them; or why there is no such thing.</summary>
    public (Comparison? Comparison, ImaggaAnswer? Error) ByCategories(ImaggaCall call) => categorizers.Find(call["categorizer_id"]) is { } categorizer
        ? (new(
            FamilyOf(categorizer),
            Looking.Enough,
            (image, token) => models.FeaturesAsync(categorizer, image, token),
            NoModel(categorizer),
            "the image of the request: another model made theirs. Save them again and train the index."), null)
        : (null, Unknown(categorizers));

    /// <summary>By the colours of the whole or of the object, as the parameter has it.</summary>
    public static (Comparison? Comparison, ImaggaAnswer? Error) ByColors(ImaggaCall call)
    {
        var isObject = IsObject(call.Parameters);
        return (new(
            ColorFamily,
            ColorExtractor.Side,
            (image, _) => Task.FromResult<ImageFeatures?>(ColorFeatures.Of(image, isObject)),
            ImaggaAnswer.BadRequest("The image has no colours."),
            "these colours. Search by the \"features_type\" that they were saved with, or save them again and train the index."), null);
    }

    public const string ColorFamily = "colors";

    public static string FamilyOf(Categorizer categorizer) => $"categories-{categorizer.Id}";

    public static bool IsObject(ImaggaParameters parameters) => parameters.Choice("features_type", "overall", "overall", "object") == "object";

    /// <summary>There is no categorizer of this id.</summary>
    public static ImaggaAnswer Unknown(CategorizerCatalog categorizers)
    {
        var ids = categorizers.Ids.ToArray();
        return ImaggaAnswer.Error(StatusCodes.Status404NotFound, $"There is no categorizer of this id; there are {string.Join(", ", ids[..^1])} and {ids[^1]}.");
    }

    /// <summary>Nothing sees for a categorizer.</summary>
    public static ImaggaAnswer NoModel(Categorizer categorizer) => categorizer.Task == PackTasks.Classification ? TagEndpoints.NoModel : ImaggaAnswer.Error(
        StatusCodes.Status503ServiceUnavailable,
        $"No model that this categorizer needs is installed, or it does not answer. It is a pack whose id begins with \"{categorizer.Id.Split('_')[0]}\", and has no name to be installed by: put its folder where MAGPIE_MODELS points, and start again.");
}

/// <summary>A way of comparing.</summary>
/// <param name="Family">Of its indexes.</param>
/// <param name="Enough">Pixels on the shortest side that what looks needs.</param>
/// <param name="LookAsync">What an image is compared by; null when nothing answers.</param>
/// <param name="Missing">What is said then.</param>
/// <param name="Mismatch">With what the images of an index cannot be compared, and what to do.</param>
internal sealed record Comparison(
    string Family, int Enough, Func<DecodedImage, CancellationToken, Task<ImageFeatures?>> LookAsync, ImaggaAnswer Missing, string Mismatch);

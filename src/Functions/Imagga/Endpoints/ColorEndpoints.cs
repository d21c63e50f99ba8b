using System.Globalization;
using Magpie.Colors;
using Magpie.Functions.Imagga.Similarity;
using Magpie.Indexes;
using Magpie.Segmentation;

namespace Magpie.Functions.Imagga.Endpoints;

/// <summary><c>/colors</c>: of the whole picture, and of object and background apart.</summary>
internal sealed class ColorEndpoints(Looking looking, Segmenter segmenter, FeatureSaving saving) : IImaggaEndpoints
{
    private const int MaxCount = 32;

    public IReadOnlyList<ImaggaRoute> Routes => [new("/colors", ["GET", "POST"], ExtractAsync, IsTechnology: true)];

    private async Task<ImaggaAnswer> ExtractAsync(ImaggaCall call, CancellationToken cancellationToken)
    {
        var parameters = call.Parameters;
        var request = new ColorRequest(
            parameters.Flag("extract_overall_colors", missing: true),
            parameters.Flag("extract_object_colors", missing: true),
            parameters.Number("overall_count", 1, MaxCount, 5),
            parameters.Number("separated_count", 1, MaxCount, 3),
            parameters.Flag("deterministic", missing: false));
        var isObject = Comparing.IsObject(parameters);
        var place = FeatureSaving.Read(call, Comparing.ColorFamily);
        if (place is not null && !request.IsDeterministic)
        {
            parameters.Bad("deterministic", "1 where \"save_index\" is sent", false);
        }

        if (parameters.Problem is { } problem)
        {
            return ImaggaAnswer.BadRequest(problem);
        }

        ImageFeatures? features = null;
        var answer = await looking.AtAsync(
            call,
            ColorExtractor.Side,
            (image, token) =>
            {
                var mask = request.Separated ? segmenter.Segment(image, token) : null;
                features = place is null ? null : ColorFeatures.Of(image, isObject);
                var colors = Shown(ColorExtractor.Of(image, request, mask));
                return Task.FromResult(ImaggaAnswer.Ok(new ColorsResult(colors), ImaggaJson.Default.ColorsResult, isProcessed: true));
            },
            cancellationToken);
        if (place is not null && features is not null)
        {
            await saving.SaveAsync(place, features, cancellationToken);
        }

        return answer;
    }

    private static ColorsShown Shown(ExtractedColors colors) => new(
        Shown(colors.Background),
        ColorExtractor.PercentThreshold,
        colors.Variance,
        Shown(colors.Foreground),
        Shown(colors.Overall),
        colors.ObjectPercentage);

    private static List<ColorShown>? Shown(IReadOnlyList<ExtractedColor>? colors) => colors?.Select(color => new ColorShown(
        color.Blue,
        color.Nearest.Name,
        color.Nearest.Html,
        color.Nearest.Name,
        color.Distance,
        color.Green,
        string.Create(CultureInfo.InvariantCulture, $"#{color.Red:x2}{color.Green:x2}{color.Blue:x2}"),
        color.Percent,
        color.Red)).ToList();
}

/// <summary>The colours of a picture.</summary>
internal sealed record ColorsResult(ColorsShown Colors);

/// <summary>What was not asked for is left out.</summary>
internal sealed record ColorsShown(
    IReadOnlyList<ColorShown>? BackgroundColors,
    double ColorPercentThreshold,
    int ColorVariance,
    IReadOnlyList<ColorShown>? ForegroundColors,
    IReadOnlyList<ColorShown>? ImageColors,
    double? ObjectPercentage);

/// <summary>A colour.</summary>
/// <param name="ClosestPaletteDistance">CIEDE2000.</param>
/// <param name="Percent">0 to 100 of its part of the picture.</param>
internal sealed record ColorShown(
    byte B,
    string ClosestPaletteColor,
    string ClosestPaletteColorHtmlCode,
    string ClosestPaletteColorParent,
    double ClosestPaletteDistance,
    byte G,
    string HtmlCode,
    double Percent,
    byte R);

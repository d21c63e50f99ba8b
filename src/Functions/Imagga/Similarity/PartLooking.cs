using Magpie.Functions.Imagga.Endpoints;
using Magpie.Imaging;
using Magpie.Indexes;
using Magpie.Predictions;

namespace Magpie.Functions.Imagga.Similarity;

/// <summary>Reads an image of a call and finds what it, or a region of it, is compared by.</summary>
internal sealed class PartLooking(Predictor predictor)
{
    /// <summary>The features; or why there are none.</summary>
    /// <param name="suffix">Empty, or <c>2</c> for the second of two images.</param>
    public async Task<(ImageFeatures? Features, ImaggaAnswer? Error)> AtAsync(
        ImaggaCall call, string suffix, Region? region, Comparison comparison, CancellationToken cancellationToken)
    {
        var (read, error) = await call.Images.ReadAsync(suffix, cancellationToken);
        if (read is null)
        {
            return (null, error);
        }

        using var file = read;
        var seen = await predictor.LookAsync(
            file.Bytes,
            facts => Looking.SizeOf(
                facts, comparison.Enough, region is { } part ? Math.Min(part.Width, part.Height) : Math.Min(facts.Width, facts.Height)),
            (image, token) => SeeAsync(image, suffix, region, comparison, token),
            cancellationToken);
        if (seen is Prediction<(ImageFeatures?, ImaggaAnswer?)>.Seen { Value: var found })
        {
            if (found.Item1 is not null)
            {
                call.Images.See();
            }

            return found;
        }

        return seen is Prediction<(ImageFeatures?, ImaggaAnswer?)>.Unreadable unreadable
            ? (null, Looking.Unreadable(unreadable.Error))
            : throw new InvalidOperationException("Looking ends with something seen or with a reason.");
    }

    private static async Task<(ImageFeatures? Features, ImaggaAnswer? Error)> SeeAsync(
        DecodedImage image, string suffix, Region? region, Comparison comparison, CancellationToken cancellationToken)
    {
        if (region is not { } part)
        {
            return Seen(await comparison.LookAsync(image, cancellationToken), comparison);
        }

        if (!part.IsWithin(image.Facts.Width, image.Facts.Height))
        {
            return (null, ImaggaAnswer.BadRequest(
                $"The parameter \"region{suffix}\" must lie within the image, which is {image.Facts.Width} x {image.Facts.Height} pixels."));
        }

        using var cut = image.Cut(part.Left, part.Top, part.Width, part.Height);
        return Seen(await comparison.LookAsync(cut, cancellationToken), comparison);
    }

    private static (ImageFeatures? Features, ImaggaAnswer? Error) Seen(ImageFeatures? features, Comparison comparison) =>
        (features, features is null ? comparison.Missing : null);
}

using System.Globalization;
using Magpie.Cropping;
using Magpie.Faces;
using Magpie.Imaging;
using Magpie.Saliency;

namespace Magpie.Functions.Imagga.Endpoints;

/// <summary><c>/croppings</c>: what to keep of a picture for shapes that are asked for.</summary>
internal sealed class CroppingEndpoints(Looking looking, FaceFinder faces) : IImaggaEndpoints
{
    private const int MaxResolutions = 50;
    private const int MaxSide = 16_383;

    /// <summary>Pixels on the shortest side of a picture where faces are looked for too: a square that is as large as what a detector is given.</summary>
    internal const int EnoughForFaces = 490;

    public IReadOnlyList<ImaggaRoute> Routes => [new("/croppings", ["GET", "POST"], CropAsync, IsTechnology: true) { AnswersPicture = IsPicture }];

    private static bool IsPicture(ImaggaParameters parameters) => parameters.Flag("image_result", missing: false);

    private async Task<ImaggaAnswer> CropAsync(ImaggaCall call, CancellationToken cancellationToken)
    {
        var parameters = call.Parameters;
        var resolutions = Resolutions(parameters);
        var isExact = parameters.Flag("no_scaling", missing: false);
        var percentage = parameters.Fraction("rect_percentage", -1, 100, -1);
        var isPicture = IsPicture(parameters);
        if (isPicture && resolutions.Count > 1)
        {
            parameters.Bad("resolution", "one pair when \"image_result\" is 1", false);
        }
        else if (isPicture && resolutions is [var (width, height)] && !PictureCrop.CanBe(width, height))
        {
            parameters.Bad("resolution", $"of at most {PictureCrop.MaxPixels / 1_000_000} million pixels when \"image_result\" is 1", false);
        }

        if (parameters.Problem is { } problem)
        {
            return ImaggaAnswer.BadRequest(problem);
        }

        // A picture as the answer is cut from the whole; for places, a small one is enough.
        return await looking.AtAsync(
            call,
            isPicture ? null : faces.IsThere ? EnoughForFaces : SaliencyMap.Side * 2,
            (image, token) => Task.FromResult(Answer(image, Map(image, faces, token), resolutions, isExact, percentage < 0 ? null : percentage / 100, isPicture)),
            cancellationToken);
    }

    /// <summary>What draws the eye; faces, where a pack finds them, more than anything else.</summary>
    internal static SaliencyMap Map(DecodedImage image, FaceFinder faces, CancellationToken cancellationToken)
    {
        var map = SaliencyMap.Of(image);
        var found = faces.IsThere ? faces.Find(image, cancellationToken, LongestForFaces(image)) ?? [] : [];
        return map.With(
            found.Select(face => (
                (double)face.Box.Left / image.Width, (double)face.Box.Top / image.Height, (double)face.Box.Right / image.Width, (double)face.Box.Bottom / image.Height)),
            SaliencyMap.FaceLeast);
    }

    /// <summary>So that a picture of any shape has about as many pixels: a square one of 640 pixels takes twice as long as a photo.</summary>
    private static int LongestForFaces(DecodedImage image) =>
        (int)Math.Sqrt((double)EnoughForFaces * EnoughForFaces * Math.Max(image.Width, image.Height) / Math.Min(image.Width, image.Height));

    private static ImaggaAnswer Answer(
        DecodedImage image, SaliencyMap map, IReadOnlyList<(int Width, int Height)> resolutions, bool isExact, double? kept, bool isPicture)
    {
        var (width, height) = (image.Facts.Width, image.Facts.Height);
        var crops = resolutions.Count == 0
            ? [Shown(CropFinder.Find(map, width, height, kept ?? CropFinder.DefaultKept), null)]
            : resolutions.Select(target => Shown(CropFinder.Find(map, width, height, target.Width, target.Height, isExact, kept), target)).ToList();
        if (!isPicture)
        {
            return ImaggaAnswer.Ok(new CroppingsResult(crops), ImaggaJson.Default.CroppingsResult, isProcessed: true);
        }

        // Without scaling the crop is what the picture has of it, also where that is less than what was asked for.
        var crop = crops[0];
        var box = new CropBox(crop.X1, crop.Y1, crop.X2 + 1, crop.Y2 + 1);
        var (shownWidth, shownHeight) = isExact ? (box.Width, box.Height) : (crop.TargetWidth, crop.TargetHeight);
        if (!PictureCrop.CanBe(shownWidth, shownHeight))
        {
            return ImaggaAnswer.BadRequest(
                $"The crop has more than {PictureCrop.MaxPixels / 1_000_000} million pixels. Send a smaller image, or ask for fewer pixels by \"resolution\".");
        }

        return ImaggaAnswer.Picture(PictureCrop.ToPng(image, box, shownWidth, shownHeight));
    }

    /// <summary>As the example: the last pixel is inside.</summary>
    private static CroppingShown Shown(CropBox crop, (int Width, int Height)? target) => new(
        target?.Height ?? crop.Height, target?.Width ?? crop.Width, crop.Left, crop.Right - 1, crop.Top, crop.Bottom - 1);

    private static IReadOnlyList<(int Width, int Height)> Resolutions(ImaggaParameters parameters)
    {
        if (parameters.Text("resolution") is not { } text)
        {
            return [];
        }

        var pairs = text.Split(',', MaxResolutions + 1, StringSplitOptions.TrimEntries).Select(Pair).ToArray();
        return pairs.Length <= MaxResolutions && pairs.All(pair => pair is not null)
            ? [.. pairs.Select(pair => pair!.Value)]
            : parameters.Bad<IReadOnlyList<(int, int)>>("resolution", $"pairs such as 100x100,500x300, of 1 to {MaxSide} pixels each, at most {MaxResolutions} of them", []);
    }

    private static (int Width, int Height)? Pair(string text) =>
        text.Split('x') is [var width, var height] && Pixels(width) is { } w && Pixels(height) is { } h ? (w, h) : null;

    private static int? Pixels(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var pixels) && pixels is >= 1 and <= MaxSide ? pixels : null;
}

/// <summary>A crop for each shape.</summary>
internal sealed record CroppingsResult(IReadOnlyList<CroppingShown> Croppings);

/// <summary>A crop; the pixels at x2 and y2 are inside.</summary>
internal sealed record CroppingShown(int TargetHeight, int TargetWidth, int X1, int X2, int Y1, int Y2);

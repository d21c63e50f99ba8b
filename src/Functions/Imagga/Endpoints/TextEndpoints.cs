using Magpie.Imaging;
using Magpie.Tagging;
using Magpie.Text;
using Microsoft.AspNetCore.Http;

namespace Magpie.Functions.Imagga.Endpoints;

/// <summary><c>/text</c>: the lines of text in a picture, and where they stand.</summary>
internal sealed class TextEndpoints(Looking looking, TextFinder texts) : IImaggaEndpoints
{
    private const string ReaderHint =
        $"What reads it, a pack for {PackTasks.TextRecognition} with the decoder {TextFinder.Reader}, has no name to be installed by: put its folder where MAGPIE_MODELS points, and start again.";

    public IReadOnlyList<ImaggaRoute> Routes => [new("/text", ["GET", "POST"], ReadAsync, IsTechnology: true)];

    private static ImaggaAnswer NoFinder { get; } = ImaggaAnswer.Error(
        StatusCodes.Status503ServiceUnavailable, $"No model that finds text is installed. Install one: ./magpie models install text-detect-ppocr3. {ReaderHint}");

    private static ImaggaAnswer NoReader { get; } = ImaggaAnswer.Error(StatusCodes.Status503ServiceUnavailable, $"No model that reads text is installed. {ReaderHint}");

    private static ImaggaAnswer Failed { get; } = ImaggaAnswer.Error(
        StatusCodes.Status503ServiceUnavailable, "A model for text does not answer; the log says why. Check it: ./magpie models list");

    private Task<ImaggaAnswer> ReadAsync(ImaggaCall call, CancellationToken cancellationToken) =>
        looking.AtAsync(call, TextFinder.EnoughSide, (image, token) => Task.FromResult(Answer(image, token)), cancellationToken);

    private ImaggaAnswer Answer(DecodedImage image, CancellationToken cancellationToken) =>
        texts.Find(image, cancellationToken) is { } lines
            ? ImaggaAnswer.Ok(new TextResult([.. lines.Select(Shown)]), ImaggaJson.Default.TextResult, isProcessed: true)
            : !texts.CanFind ? NoFinder : !texts.CanRead ? NoReader : Failed;

    private static TextShown Shown(TextLine line) => new(line.Text, new(line.Bottom, line.Height, line.Width, line.Right, line.Left, line.Top));
}

/// <summary>The lines in reading order.</summary>
internal sealed record TextResult(IReadOnlyList<TextShown> Text);

/// <summary>A line of text.</summary>
internal sealed record TextShown(string Data, TextPlace Coordinates);

/// <summary>Where it stands: pixels of the upright picture; those at xmax and ymax are not inside.</summary>
internal sealed record TextPlace(int Ymax, int Height, int Width, int Xmax, int Xmin, int Ymin);

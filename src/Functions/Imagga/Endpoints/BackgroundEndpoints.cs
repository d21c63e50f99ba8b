using Magpie.Segmentation;
using Microsoft.AspNetCore.Http;

namespace Magpie.Functions.Imagga.Endpoints;

/// <summary><c>/remove-background</c>: the picture as PNG, what is not the object transparent.</summary>
internal sealed class BackgroundEndpoints(Looking looking, Segmenter segmenter) : IImaggaEndpoints
{
    private static ImaggaAnswer NoModel { get; } = ImaggaAnswer.Error(
        StatusCodes.Status503ServiceUnavailable,
        "No model that tells objects from background is installed, or it does not answer. Install one: ./magpie models install segment-pphumanseg, which knows people, or the folder of another segmentation pack.");

    public IReadOnlyList<ImaggaRoute> Routes => [new("/remove-background", ["GET", "POST"], RemoveAsync, IsTechnology: true) { AnswersPicture = static _ => true }];

    private Task<ImaggaAnswer> RemoveAsync(ImaggaCall call, CancellationToken cancellationToken) =>
        segmenter.Pack is null
            ? Task.FromResult(NoModel)
            : looking.AtAsync(
                call,
                null,
                (image, token) => Task.FromResult((long)image.Width * image.Height > BackgroundRemoval.MaxPixels
                    ? ImaggaAnswer.BadRequest($"The image has more than {BackgroundRemoval.MaxPixels / 1_000_000} million pixels. Send a smaller one.")
                    : segmenter.Segment(image, token) is { } mask ? ImaggaAnswer.Picture(BackgroundRemoval.ToPng(image, mask)) : NoModel),
                cancellationToken);
}

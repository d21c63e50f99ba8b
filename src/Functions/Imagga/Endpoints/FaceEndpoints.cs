using Magpie.Faces;
using Magpie.Imaging;
using Microsoft.AspNetCore.Http;

namespace Magpie.Functions.Imagga.Endpoints;

/// <summary><c>/faces/detections</c> and <c>/faces/similarity</c>: where faces are, and whether two are one person's.</summary>
internal sealed class FaceEndpoints(Looking looking, FaceFinder finder, FaceEncoder encoder, FaceStore faces, FaceReader reader) : IImaggaEndpoints
{
    private static readonly ImaggaAnswer NoFinder = ImaggaAnswer.Error(
        StatusCodes.Status503ServiceUnavailable, "No model that finds faces is installed, or none answers. Install one: ./magpie models install faces-yunet");

    private static readonly ImaggaAnswer NoEncoder = ImaggaAnswer.Error(
        StatusCodes.Status503ServiceUnavailable,
        "No model that tells faces apart is installed, or none answers. Install one: ./magpie models install faces-sface; or leave \"return_face_id\" out.");

    public IReadOnlyList<ImaggaRoute> Routes =>
    [
        new("/faces/detections", ["GET", "POST"], DetectAsync, IsTechnology: true),
        new("/faces/similarity", ["GET"], CompareAsync, IsTechnology: true),
    ];

    private async Task<ImaggaAnswer> DetectAsync(ImaggaCall call, CancellationToken cancellationToken)
    {
        var isKept = call.Parameters.Flag("return_face_id", missing: false);
        return call.Parameters.Problem is { } problem
            ? ImaggaAnswer.BadRequest(problem)
            : await DetectAsync(call, isKept, cancellationToken);
    }

    private async Task<ImaggaAnswer> DetectAsync(ImaggaCall call, bool isKept, CancellationToken cancellationToken)
    {
        IReadOnlyList<FaceResult> shown = [];
        IReadOnlyList<FaceEncoding> encodings = [];
        var answer = await looking.WithinAsync(call, FaceFinder.EnoughSide, (image, token) => Task.FromResult(Look(image, token)), cancellationToken);
        if (answer.IsError || !isKept)
        {
            return answer;
        }

        // Only now, so that nobody waits for the decoder while a table is written.
        var ids = await faces.AddAsync(call.Account, encodings, cancellationToken);
        return Answer([.. shown.Zip(ids, (face, id) => face with { FaceId = id })]);

        ImaggaAnswer Look(DecodedImage image, CancellationToken token)
        {
            if (finder.Find(image, token) is not { } found)
            {
                return NoFinder;
            }

            if (isKept)
            {
                if (encoder.Encode(image, found, token) is not { } encoded)
                {
                    return NoEncoder;
                }

                encodings = encoded;
            }

            shown = [.. found.Select(face => new FaceResult(face.Confidence * 100, Place(face.Box, image), null))];
            return Answer(shown);
        }
    }

    private static ImaggaAnswer Answer(IReadOnlyList<FaceResult> faces) => ImaggaAnswer.Ok(new FacesResult(faces), ImaggaJson.Default.FacesResult, isProcessed: true);

    private async Task<ImaggaAnswer> CompareAsync(ImaggaCall call, CancellationToken cancellationToken)
    {
        var (first, firstError) = await reader.ReadAsync(call, "face_id", cancellationToken);
        if (firstError is not null)
        {
            return firstError;
        }

        var (second, secondError) = await reader.ReadAsync(call, "second_face_id", cancellationToken);
        return secondError
            ?? (first!.Model == second!.Model
                ? ImaggaAnswer.Ok(new SimilarityResult(encoder.Score(first, second)), ImaggaJson.Default.SimilarityResult)
                : FaceReader.Mixed);
    }

    /// <summary>In pixels of the file, upright.</summary>
    private static FaceCoordinates Place(FaceBox box, DecodedImage image)
    {
        var (across, down) = ((float)image.Facts.Width / image.Width, (float)image.Facts.Height / image.Height);
        var (left, right) = (Pixel(box.Left * across, image.Facts.Width), Pixel(box.Right * across, image.Facts.Width));
        var (top, bottom) = (Pixel(box.Top * down, image.Facts.Height), Pixel(box.Bottom * down, image.Facts.Height));
        return new(bottom - top, right - left, right, left, bottom, top);
    }

    private static int Pixel(float place, int most) => Math.Clamp((int)MathF.Round(place), 0, most);
}

/// <summary>The faces of a picture, surest first.</summary>
internal sealed record FacesResult(IReadOnlyList<FaceResult> Faces);

/// <summary>A face.</summary>
/// <param name="Confidence">0 to 100.</param>
/// <param name="FaceId">Only where it was asked for.</param>
internal sealed record FaceResult(double Confidence, FaceCoordinates Coordinates, string? FaceId);

/// <summary>Where a face is, pixels of the upright picture; height and width are what lies between the others.</summary>
internal sealed record FaceCoordinates(int Height, int Width, int Xmax, int Xmin, int Ymax, int Ymin);

/// <summary>How much two faces speak for one person.</summary>
/// <param name="Score">0 to 100; 50 is as likely as not.</param>
internal sealed record SimilarityResult(double Score);

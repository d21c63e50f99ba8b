using Magpie.Tagging;

namespace Magpie.Faces;

/// <summary>
/// Reads the answer of Ultra-Light-Fast-Generic-Face-Detector-1MB: <c>scores</c> [1, N, 2], no face and face, and <c>boxes</c> [1, N, 4], corners as shares of the
/// picture's sides (Linzaer, <c>vision/ssd/predictor.py</c>).
/// </summary>
/// <remarks>It finds no points. Where they are in a box, on average, is known well enough to cut a face out that looks ahead; one that is tilted is cut out tilted.</remarks>
internal sealed class UltrafaceDecoder(PackManifest manifest)
{
    /// <summary>What a manifest calls it.</summary>
    public const string Name = "ultraface";

    private const float DefaultOverlap = 0.3f;

    /// <summary>ArcFace's places for 112 × 112 pixels as shares of the box that a face has there, from (12, 9) to (100, 116).</summary>
    private static readonly FacePoint[] Places = [new(0.299f, 0.399f), new(0.699f, 0.397f), new(0.5f, 0.586f), new(0.336f, 0.779f), new(0.667f, 0.778f)];

    private readonly float _threshold = manifest.Threshold;
    private readonly float _overlap = FaceCandidates.OverlapOf(manifest, DefaultOverlap);

    /// <summary>The canvas that the picture is stretched to, as the model was trained: 320 × 240 where the pack does not say.</summary>
    public static FaceCanvas CanvasOf(PackInput input)
    {
        var (width, height) = (input.Width ?? 320, input.Height ?? 240);
        return new(width, height, width, height);
    }

    /// <summary>Faces in pixels of the canvas, surest first.</summary>
    /// <exception cref="InvalidDataException">There are not two scores and four corners of each candidate.</exception>
    public List<Face> Read(Func<string, ReadOnlySpan<float>> tensors, FaceCanvas canvas)
    {
        var scores = tensors("scores");
        var boxes = tensors("boxes");
        if (scores.Length % 2 != 0 || boxes.Length != scores.Length * 2)
        {
            throw new InvalidDataException($"'boxes' has {boxes.Length} numbers for the {scores.Length} of 'scores'; {scores.Length * 2} were expected.");
        }

        var candidates = new List<Face>();
        for (var i = 0; i < scores.Length / 2; i++)
        {
            var confidence = Math.Clamp(scores[(2 * i) + 1], 0, 1);
            if (confidence >= _threshold && Box(boxes.Slice(4 * i, 4), canvas) is { } box)
            {
                candidates.Add(new(confidence, box, PointsIn(box)));
            }
        }

        return FaceCandidates.Surest(candidates, _overlap);
    }

    /// <summary>Where the five points of a face are that looks ahead.</summary>
    internal static FacePoint[] PointsIn(FaceBox box) =>
        [.. Places.Select(place => new FacePoint(box.Left + (place.X * box.Width), box.Top + (place.Y * box.Height)))];

    private static FaceBox? Box(ReadOnlySpan<float> shares, FaceCanvas canvas)
    {
        var box = new FaceBox(
            Math.Clamp(shares[0], 0, 1) * canvas.PictureWidth,
            Math.Clamp(shares[1], 0, 1) * canvas.PictureHeight,
            Math.Clamp(shares[2], 0, 1) * canvas.PictureWidth,
            Math.Clamp(shares[3], 0, 1) * canvas.PictureHeight);

        // Also when a number is none: comparisons with it are false.
        return box.Width >= 1 && box.Height >= 1 ? box : null;
    }
}

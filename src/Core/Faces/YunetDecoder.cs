using System.Text.Json;
using Magpie.Tagging;

namespace Magpie.Faces;

/// <summary>
/// Reads YuNet's answer: for every stride S the tensors <c>cls_S</c>, <c>obj_S</c> [1, cells, 1], <c>bbox_S</c> [1, cells, 4] and <c>kps_S</c> [1, cells, 10], a cell for
/// S × S pixels, row by row (Wu, Peng and Yu, "YuNet: A Tiny Millisecond-level Face Detector", 2023; OpenCV <c>face_detect.cpp</c>).
/// </summary>
internal sealed class YunetDecoder
{
    /// <summary>What a manifest calls it.</summary>
    public const string Name = "yunet";

    private const int PointCount = 5;
    private const float DefaultOverlap = 0.45f;
    private static readonly int[] DefaultStrides = [8, 16, 32];

    private readonly int[] _strides;
    private readonly float _threshold;
    private readonly float _overlap;

    public YunetDecoder(PackManifest manifest)
    {
        _threshold = manifest.Threshold;
        _strides = manifest.Extras.TryGetValue("strides", out var strides) && strides.ValueKind == JsonValueKind.Array
            ? [.. strides.EnumerateArray().Select(one => one.ValueKind == JsonValueKind.Number && one.TryGetInt32(out var stride) ? stride : 0).Where(stride => stride is >= 1 and <= 256).Distinct()]
            : DefaultStrides;
        _overlap = FaceCandidates.OverlapOf(manifest, DefaultOverlap);
    }

    /// <summary>Faces in pixels of the canvas, surest first.</summary>
    /// <exception cref="InvalidDataException">The tensors have other sizes than such a canvas gives.</exception>
    public List<Face> Read(Func<string, ReadOnlySpan<float>> tensors, FaceCanvas canvas)
    {
        var candidates = new List<Face>();
        foreach (var stride in _strides)
        {
            Read(tensors, canvas, stride, candidates);
        }

        return FaceCandidates.Surest(candidates, _overlap);
    }

    private void Read(Func<string, ReadOnlySpan<float>> tensors, FaceCanvas canvas, int stride, List<Face> faces)
    {
        var (columns, rows) = (canvas.Width / stride, canvas.Height / stride);
        var cells = columns * rows;
        var face = Tensor("cls", 1);
        var there = Tensor("obj", 1);
        var boxes = Tensor("bbox", 4);
        var points = Tensor("kps", PointCount * 2);
        for (var cell = 0; cell < cells; cell++)
        {
            var confidence = Math.Clamp(face[cell], 0, 1) * Math.Clamp(there[cell], 0, 1);
            if (confidence >= _threshold && Box(boxes.Slice(cell * 4, 4), cell % columns, cell / columns) is { } box)
            {
                faces.Add(new(confidence, box, Points(points.Slice(cell * PointCount * 2, PointCount * 2), cell % columns, cell / columns)));
            }
        }

        ReadOnlySpan<float> Tensor(string kind, int numbers)
        {
            var tensor = tensors($"{kind}_{stride}");
            return tensor.Length == cells * numbers
                ? tensor
                : throw new InvalidDataException($"'{kind}_{stride}' has {tensor.Length} numbers; {cells * numbers} were expected.");
        }

        FaceBox? Box(ReadOnlySpan<float> numbers, int column, int row)
        {
            var (x, y) = ((column + numbers[0]) * stride, (row + numbers[1]) * stride);
            var (width, height) = (MathF.Exp(numbers[2]) * stride, MathF.Exp(numbers[3]) * stride);
            var box = new FaceBox(
                Math.Clamp(x - (width / 2), 0, canvas.PictureWidth),
                Math.Clamp(y - (height / 2), 0, canvas.PictureHeight),
                Math.Clamp(x + (width / 2), 0, canvas.PictureWidth),
                Math.Clamp(y + (height / 2), 0, canvas.PictureHeight));

            // Also when a number is none: comparisons with it are false.
            return box.Width >= 1 && box.Height >= 1 ? box : null;
        }

        FacePoint[] Points(ReadOnlySpan<float> numbers, int column, int row)
        {
            var found = new FacePoint[PointCount];
            for (var i = 0; i < found.Length; i++)
            {
                found[i] = new((column + numbers[2 * i]) * stride, (row + numbers[(2 * i) + 1]) * stride);
            }

            return found;
        }
    }
}

using System.Collections.Frozen;

namespace Magpie.Tagging;

/// <summary>What a pack can be for.</summary>
public static class PackTasks
{
    public const string Classification = "classification";
    public const string Categorizer = "categorizer";
    public const string FaceDetection = "face-detection";
    public const string FaceEmbedding = "face-embedding";
    public const string Segmentation = "segmentation";
    public const string TextDetection = "text-detection";
    public const string TextRecognition = "text-recognition";
    public const string TextAngle = "text-angle";

    /// <summary>Every task, in the order of the specification.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Classification, Categorizer, FaceDetection, FaceEmbedding, Segmentation, TextDetection, TextRecognition, TextAngle,
    ];

    /// <summary>Tasks whose answer is one score a label; the others need a decoder, or return a tensor as it is.</summary>
    public static FrozenSet<string> WithLabels { get; } = FrozenSet.Create(StringComparer.Ordinal, Classification, Categorizer, TextAngle);
}

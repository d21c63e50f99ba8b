using System.Numerics.Tensors;

namespace Magpie.Tagging;

/// <summary>What one pack said of one image.</summary>
/// <param name="Pack">Who said it.</param>
/// <param name="Scores">0 to 1, one a label.</param>
/// <param name="Embedding">Null where the pack has none.</param>
public sealed record PackScores(ModelPack Pack, float[] Scores, float[]? Embedding)
{
    /// <summary>The labels of at least the least score, by falling score, without those marked <c>ignore</c>.</summary>
    public IEnumerable<(PackLabel Label, float Score)> Best(float least) => Pack.Labels.Zip(Scores)
        .Where(pair => !pair.First.Ignore && pair.Second >= least)
        .OrderByDescending(pair => pair.Second);

    /// <summary>The tags: those of at least the manifest's threshold, at most its <c>top</c>.</summary>
    public IEnumerable<MlTag> Tags(string language) => Best(Pack.Manifest.Threshold)
        .Take(Pack.Manifest.Top)
        .Select(pair => new MlTag(
            TagNormalizer.Normalize(pair.Label.NameIn(language)), pair.Score, TagNormalizer.NormalizeAll(pair.Label.Parents), pair.Label.Id, Pack.Name))
        .Where(tag => tag.Tag.Length > 0);

    /// <summary>Reads a model's answer.</summary>
    /// <exception cref="InvalidDataException">The model answered with something else than numbers.</exception>
    internal static PackScores From(ModelPack pack, PackAnswer answer)
    {
        var scores = answer.Floats("scores");
        Activate(scores, pack.Manifest.Outputs["scores"].Activation);
        float[]? embedding = null;
        if (pack.Manifest.Outputs.TryGetValue("embedding", out var output))
        {
            embedding = answer.Floats("embedding");
            if (output.NormalizeL2 && TensorPrimitives.Norm<float>(embedding) is > 0 and var length)
            {
                TensorPrimitives.Divide(embedding, length, embedding);
            }
        }

        if (!Array.TrueForAll(scores, float.IsFinite) || (embedding is not null && !Array.TrueForAll(embedding, float.IsFinite)))
        {
            throw new InvalidDataException($"{pack.Name} answered with something else than numbers.");
        }

        return new(pack, scores, embedding);
    }

    private static void Activate(Span<float> scores, Activation activation)
    {
        switch (activation)
        {
            case Activation.Softmax:
                // Without this, exp overflows from 89 on.
                TensorPrimitives.Subtract(scores, TensorPrimitives.Max<float>(scores), scores);
                TensorPrimitives.SoftMax<float>(scores, scores);
                break;
            case Activation.Sigmoid:
                TensorPrimitives.Sigmoid<float>(scores, scores);
                break;
            default:
                // Eight-bit models round: 1.004 is 1. What is no number stays none, and is found afterwards.
                TensorPrimitives.Max(scores, 0f, scores);
                TensorPrimitives.Min(scores, 1f, scores);
                break;
        }
    }
}

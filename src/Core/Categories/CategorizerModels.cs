using System.Numerics.Tensors;
using Magpie.Imaging;
using Magpie.Indexes;
using Magpie.Tagging;
using Microsoft.Extensions.Options;

namespace Magpie.Categories;

/// <summary>The packs that see for a categorizer: what they say of a picture, and what pictures are compared by.</summary>
public sealed class CategorizerModels(PackRegistry packs, Tagger tagger, IOptions<TaggingOptions> options)
{
    private const string Embedding = "embedding";

    /// <summary>Every score of the packs that are for a categorizer; empty when none answers.</summary>
    public async Task<IReadOnlyList<PackScores>> ScoreAsync(Categorizer categorizer, DecodedImage image, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(categorizer);
        if (categorizer.Task == PackTasks.Classification)
        {
            return await tagger.ScoreAsync(image, cancellationToken);
        }

        var scores = new List<PackScores>();
        foreach (var pack in PacksOf(categorizer))
        {
            if (await tagger.ScoreAsync(image, pack, cancellationToken) is { } answer)
            {
                scores.Add(answer);
            }
        }

        return scores;
    }

    /// <summary>What a picture is compared by, asking that pack alone; null when there is none or it fails.</summary>
    public async Task<ImageFeatures?> FeaturesAsync(Categorizer categorizer, DecodedImage image, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(categorizer);
        return PackOf(categorizer) is { } pack && await tagger.ScoreAsync(image, pack, cancellationToken) is { } scores ? Features(scores) : null;
    }

    /// <summary>The same from scores that are there already.</summary>
    public ImageFeatures? FeaturesOf(Categorizer categorizer, IReadOnlyList<PackScores> scores)
    {
        ArgumentNullException.ThrowIfNull(categorizer);
        var pack = PackOf(categorizer);
        return scores.FirstOrDefault(one => one.Pack == pack) is { } found ? Features(found) : null;
    }

    /// <summary>
    /// Whose features are compared: the pack of the option, else the one of the longest embedding; where none has an embedding, the one
    /// of the most labels, whose scores have to do.
    /// </summary>
    private ModelPack? PackOf(Categorizer categorizer)
    {
        var possible = PacksOf(categorizer).Where(pack => pack.Manifest.Requires.Count == 0).ToList();
        return categorizer.Task == PackTasks.Classification && options.Value.EmbeddingPack is { } id
            ? possible.Find(pack => string.Equals(pack.Manifest.Id, id, StringComparison.Ordinal))
            : possible.MaxBy(pack => pack.Manifest.Outputs.TryGetValue(Embedding, out var output) ? (1, output.Size ?? 0) : (0, pack.Labels.Count));
    }

    private IEnumerable<ModelPack> PacksOf(Categorizer categorizer) => categorizer.Task == PackTasks.Classification
        ? packs.Taggers
        : packs.Packs.Where(pack => pack.Manifest.Task == categorizer.Task
            && pack.Manifest.Id.StartsWith(categorizer.Id.Split('_')[0], StringComparison.Ordinal));

    private static ImageFeatures? Features(PackScores scores)
    {
        var vector = (float[])(scores.Embedding ?? scores.Scores).Clone();
        var length = TensorPrimitives.Norm<float>(vector);
        if (length == 0 || vector.Length > TrainedIndex.MaxDimension)
        {
            return null;
        }

        TensorPrimitives.Divide(vector, length, vector);
        return new(scores.Embedding is null ? $"{scores.Pack.Name}/scores" : scores.Pack.Name, vector);
    }
}

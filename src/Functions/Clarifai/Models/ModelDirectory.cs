using Magpie.Faces;
using Magpie.Tagging;

namespace Magpie.Functions.Clarifai.Models;

/// <summary>Which installed pack answers for which model: the ids that Clarifai's clients carry in their code, and each pack's own.</summary>
public sealed class ModelDirectory(PackRegistry packs, FaceFinder finder, FaceEncoder encoder)
{
    /// <summary>What v1 calls its default; a name of the general model.</summary>
    public const string GeneralName = "general-v1.3";

    private const string General = "aaa03c23b3724a16a56b629203edc62c";
    private const string Nsfw = "e9576d86d2004ed1a38ba0cf39ecb4b1";
    private const string Color = "eeed0b6733a644cea07cf4c60f87ebb7";
    private const string FaceDetection = "a403429f2ddf4b49b307e318f00e528b";
    private const string GeneralEmbedding = "bbb5f41425b8468d9b7a554ff10f8581";
    private const string FaceEmbedding = "d02b4508df58432fbb84e800597b8959";

    // Tasks whose answer is one score a label, read without a decoder.
    private static bool Scores(ModelPack pack) => pack.Manifest.Task is PackTasks.Classification or PackTasks.Categorizer;

    /// <summary>The model that this id or name stands for; null when there is none.</summary>
    public ClarifaiModel? Find(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return id switch
        {
            General or GeneralName or "general" or "general-image-recognition" => Known(General, GeneralName, ModelKind.Concepts, GeneralPack, "a classification pack"),
            Nsfw or "nsfw-v1.0" or "nsfw" or "nsfw-recognition" => Known(Nsfw, "nsfw-v1.0", ModelKind.Concepts, NsfwPack, "a pack whose id begins with \"nsfw\", from its folder"),
            Color or "color" or "color-recognition" => new(Color, "color", ModelKind.Colors, null),
            GeneralEmbedding or "general-image-embedding" => Known(
                GeneralEmbedding, "general-v1.3-embed", ModelKind.Embedding, EmbeddingPack, "a classification pack with an embedding"),
            FaceDetection or "face-v1.3" or "face-detection" => Known(FaceDetection, "face-v1.3", ModelKind.Faces, finder.Pack, "the pack faces-yunet"),
            FaceEmbedding or "face-embedding" => Known(
                FaceEmbedding, "face-embedding", ModelKind.FaceEmbeddings, finder.IsThere ? encoder.Pack : null, "the packs faces-yunet and faces-sface"),
            _ => packs.Find(id) is { } pack && Scores(pack) ? Own(pack) : null,
        };
    }

    /// <summary>Every model that can be asked.</summary>
    public IReadOnlyList<ClarifaiModel> All() =>
    [
        .. new[] { General, Nsfw, Color, FaceDetection, GeneralEmbedding, FaceEmbedding }.Select(id => Find(id)!).Where(model => model.Missing is null),
        .. packs.Packs.Where(Scores).Select(Own),
    ];

    /// <summary>The option's default, else the one with the most labels of those that are asked about every picture.</summary>
    private ModelPack? GeneralPack =>
        packs.DefaultFor(PackTasks.Classification) ?? packs.Taggers.Where(pack => pack.Manifest.Requires.Count == 0).MaxBy(pack => pack.Labels.Count);

    private ModelPack? NsfwPack => packs.Packs.FirstOrDefault(pack => Scores(pack) && pack.Manifest.Id.StartsWith("nsfw", StringComparison.Ordinal));

    private ModelPack? EmbeddingPack => packs.Taggers.FirstOrDefault(pack => pack.Manifest.Outputs.ContainsKey("embedding"));

    private static ClarifaiModel Own(ModelPack pack) => new(pack.Manifest.Id, pack.Manifest.Title, ModelKind.Concepts, pack);

    private static ClarifaiModel Known(string id, string name, ModelKind kind, ModelPack? pack, string needed) => new(
        id, name, kind, pack, pack is null ? $"Nothing that is installed answers for this model. Install {needed}; `magpie models` shows what there is." : null);
}

using Magpie.Tagging;

namespace Magpie.Functions.Clarifai.Models;

/// <summary>A model as clients of Clarifai's API name it.</summary>
/// <param name="Id">As it is answered; the client may have asked by another.</param>
/// <param name="Name">What Clarifai called it, or the pack's title.</param>
/// <param name="Pack">What answers; of faces, what tells them apart where that is asked; null for colours, which need none, and where no installed pack can answer.</param>
/// <param name="Missing">Why nothing can answer, a sentence; null when something can.</param>
public sealed record ClarifaiModel(string Id, string Name, ModelKind Kind, ModelPack? Pack, string? Missing = null)
{
    /// <summary>Clarifai's <c>output_info.type</c>.</summary>
    public string Type => Kind switch
    {
        ModelKind.Concepts => "concept",
        ModelKind.Colors => "color",
        ModelKind.Embedding => "embed",
        ModelKind.Faces => "facedetect",
        _ => "detect-embed",
    };
}

/// <summary>What a model answers with.</summary>
public enum ModelKind
{
    Concepts,
    Colors,
    Embedding,

    /// <summary>Where faces are.</summary>
    Faces,

    /// <summary>Where they are, and a vector of each.</summary>
    FaceEmbeddings,
}

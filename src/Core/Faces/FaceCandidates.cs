using System.Text.Json;
using Magpie.Tagging;

namespace Magpie.Faces;

/// <summary>What a detector takes for faces, many times the same one: of boxes that overlap, the surest stays.</summary>
internal static class FaceCandidates
{
    /// <summary>Faces of one picture, at most.</summary>
    private const int MostFaces = 200;

    /// <summary>Candidates that are compared with each other, at most.</summary>
    private const int MostCandidates = 5_000;

    /// <summary>The faces, surest first.</summary>
    /// <param name="overlap">Share of what two cover together that both may cover, 0 to 1.</param>
    public static List<Face> Surest(List<Face> candidates, float overlap)
    {
        var faces = new List<Face>();
        foreach (var candidate in candidates.OrderByDescending(face => face.Confidence).Take(MostCandidates))
        {
            if (faces.Count < MostFaces && faces.TrueForAll(face => face.Box.OverlapWith(candidate.Box) <= overlap))
            {
                faces.Add(candidate);
            }
        }

        return faces;
    }

    /// <summary>What a manifest says as <c>iou</c>, if it lies between 0 and 1.</summary>
    public static float OverlapOf(PackManifest manifest, float otherwise) =>
        manifest.Extras.TryGetValue("iou", out var overlap) && overlap.ValueKind == JsonValueKind.Number && overlap.GetDouble() is > 0 and < 1
            ? overlap.GetSingle()
            : otherwise;
}

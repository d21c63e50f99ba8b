using System.Numerics.Tensors;

namespace Magpie.Faces;

/// <summary>Puts faces into groups: one for each person, as far as their encodings tell.</summary>
/// <remarks>
/// Agglomerative clustering with average linkage (UPGMA: Sokal and Michener, "A statistical method for evaluating systematic relationships", 1958): groups are
/// joined, the nearest first, while the mean cosine between their faces is high enough. By the nearest-neighbour chain (Murtagh, "A survey of recent advances in
/// hierarchical clustering algorithms", 1983) in O(n²) time and 4·n² bytes. Nothing is random.
/// </remarks>
public static class FaceClustering
{
    /// <summary>Faces that can be grouped at once: 4 MB, and well below a second.</summary>
    public const int MaxFaces = 1_000;

    /// <summary>
    /// <see cref="FaceSimilarity"/>'s score of the mean cosine from which on two groups are one, 0 to 100. Not 50: most pairs in a pile of faces are of two people, so
    /// that one in doubt is more likely of two.
    /// </summary>
    public const double LeastScore = 90;

    /// <summary>Each face in one group, by its place in the list: largest group first, of equal ones the one with the earliest face; within a group in order.</summary>
    /// <param name="faces">Of one model, <see cref="MaxFaces"/> at most.</param>
    /// <param name="sameCosine">Cosine at which one person and two are equally likely.</param>
    /// <exception cref="ArgumentException">There are too many, or they are of different models.</exception>
    public static IReadOnlyList<IReadOnlyList<int>> Group(IReadOnlyList<FaceEncoding> faces, double sameCosine)
    {
        ArgumentNullException.ThrowIfNull(faces);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(faces.Count, MaxFaces, nameof(faces));
        var chain = new NearestNeighbourChain(Cosines(faces), faces.Count);
        return [.. chain.Cut(FaceSimilarity.CosineOf(LeastScore, sameCosine)).OrderByDescending(group => group.Count).ThenBy(group => group[0])];
    }

    /// <summary>float[n, n], symmetric.</summary>
    private static float[] Cosines(IReadOnlyList<FaceEncoding> faces)
    {
        var vectors = faces.Select(face => face.Vector.ToArray()).ToArray();
        if (faces.Any(face => face.Model != faces[0].Model || face.Vector.Count != faces[0].Vector.Count))
        {
            throw new ArgumentException("Encodings of different models cannot be compared.", nameof(faces));
        }

        var cosines = new float[faces.Count * faces.Count];
        for (var i = 0; i < vectors.Length; i++)
        {
            for (var j = i + 1; j < vectors.Length; j++)
            {
                cosines[(i * vectors.Length) + j] = cosines[(j * vectors.Length) + i] = TensorPrimitives.Dot<float>(vectors[i], vectors[j]);
            }
        }

        return cosines;
    }
}

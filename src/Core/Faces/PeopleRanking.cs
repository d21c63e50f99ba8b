using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Magpie.Indexes;

namespace Magpie.Faces;

/// <summary>Whose a face may be among the people of an index, whose groups are the people.</summary>
public static class PeopleRanking
{
    /// <summary>Everybody of whom the index has a face by the same model, most likely first; of equal scores by name.</summary>
    /// <param name="sameCosine">Cosine at which one person and two are equally likely.</param>
    public static IReadOnlyList<PersonScore> Rank(TrainedIndex index, FaceEncoding face, double sameCosine)
    {
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(face);
        var asked = face.Vector.ToArray();
        var best = new Dictionary<string, float>(StringComparer.Ordinal);
        foreach (var known in index.Vectors)
        {
            if (known.Model == face.Model && known.Vector.Length == asked.Length)
            {
                var cosine = Math.Clamp(TensorPrimitives.Dot(known.Vector.Span, asked), -1, 1);
                ref var most = ref CollectionsMarshal.GetValueRefOrAddDefault(best, known.Group, out var isThere);
                most = isThere ? Math.Max(most, cosine) : cosine;
            }
        }

        return [.. best.Select(person => new PersonScore(person.Key, FaceSimilarity.Score(person.Value, sameCosine)))
            .OrderByDescending(person => person.Score)
            .ThenBy(person => person.Person, StringComparer.Ordinal)];
    }
}

/// <summary>How much a face speaks for a person.</summary>
/// <param name="Person">As the index names them.</param>
/// <param name="Score">0 to 100: <see cref="FaceSimilarity"/>'s with the person's face that is most like it.</param>
public sealed record PersonScore(string Person, double Score);

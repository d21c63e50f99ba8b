using System.Text.Json;

namespace Magpie.Functions.Imagga.Indexes;

/// <summary>People for an index, and faces of each.</summary>
/// <param name="Faces">With whose each is; a face once for a person.</param>
internal sealed record FeedRequest(IReadOnlyList<(string Person, NamedFace Face)> Faces)
{
    private const string Expected =
        """Send a JSON object (Content-Type application/json) such as {"people":{"brad_pitt":["6e2619…","d6235a…"]}}: ids of faces of each, as /faces/detections answers them.""";

    /// <summary>How many people they are of.</summary>
    public int People => Faces.DistinctBy(face => face.Person, StringComparer.Ordinal).Count();

    /// <summary>Reads a body; a sentence when it is none.</summary>
    public static (FeedRequest? Request, string? Problem) Parse(ReadOnlyMemory<byte> body) => JsonRequest.Read(body, Read, Expected);

    private static (FeedRequest? Request, string? Problem) Read(JsonElement root)
    {
        if (!root.TryGetProperty("people", out var people) || people.ValueKind != JsonValueKind.Object)
        {
            return (null, Expected);
        }

        var (faces, persons) = (new List<NamedFace>(), new List<string>());
        var known = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var person in people.EnumerateObject())
        {
            if (!IndexName.IsName(person.Name))
            {
                return (null, $"The name of each person must be {IndexName.Expected}; that of person {known.Count + 1} is not.");
            }

            var place = $"\"people\".\"{person.Name}\"";
            var ids = known.TryGetValue(person.Name, out var before) ? before : known[person.Name] = new(StringComparer.Ordinal);
            if (JsonRequest.AddFaces(person.Value, place, faces, ids) is { } problem)
            {
                return (null, problem);
            }

            if (ids.Count == 0)
            {
                return (null, $"{place} has no faces. Send at least one of each person.");
            }

            persons.AddRange(Enumerable.Repeat(person.Name, faces.Count - persons.Count));
        }

        return faces.Count == 0 ? (null, "\"people\" has nobody. Send at least one person.") : (new([.. persons.Zip(faces)]), null);
    }
}

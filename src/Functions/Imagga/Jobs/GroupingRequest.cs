using System.Text.Json;

namespace Magpie.Functions.Imagga.Jobs;

/// <summary>Which faces are to be grouped, each once.</summary>
internal sealed record GroupingRequest(IReadOnlyList<NamedFace> Faces, string? Callback)
{
    /// <summary>Fewer are not worth it, the API says.</summary>
    public const int LeastFaces = 5;

    private const string Expected =
        """Send a JSON object (Content-Type application/json) such as {"faces":["1ede16…","37f057…",…]}: ids of at least 5 faces, as /faces/detections answers them.""";

    /// <summary>Reads a body; a sentence when it is none.</summary>
    public static (GroupingRequest? Request, string? Problem) Parse(ReadOnlyMemory<byte> body) => JsonRequest.Read(body, Read, Expected);

    private static (GroupingRequest? Request, string? Problem) Read(JsonElement root)
    {
        if (!root.TryGetProperty("faces", out var list))
        {
            return (null, Expected);
        }

        var faces = new List<NamedFace>();
        var (callback, callbackProblem) = JsonRequest.Callback(root);
        return (JsonRequest.AddFaces(list, "\"faces\"", faces, new(StringComparer.Ordinal)) ?? callbackProblem) is { } problem ? (null, problem)
            : faces.Count < LeastFaces ? (null, $"Send at least {LeastFaces} faces; these are {faces.Count}, each counted once.")
            : (new(faces, callback), null);
    }
}

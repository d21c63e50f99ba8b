using Magpie.Faces;
using Microsoft.AspNetCore.Http;

namespace Magpie.Functions.Imagga;

/// <summary>Reads the faces that a request names, or says what is wrong with the first that cannot be read.</summary>
internal sealed class FaceReader(FaceStore faces)
{
    /// <summary>Faces of one request.</summary>
    public const int MaxFaces = FaceClustering.MaxFaces;

    /// <summary>Rows read at once.</summary>
    private const int Parallel = 16;

    /// <summary>Faces of different models, where they are to be compared.</summary>
    public static readonly ImaggaAnswer Mixed =
        ImaggaAnswer.BadRequest("The faces were encoded by different models. Send all the images to /faces/detections again.");

    /// <summary>The encodings, in order.</summary>
    public async Task<(IReadOnlyList<FaceEncoding> Encodings, ImaggaAnswer? Error)> ReadAsync(
        string account, IReadOnlyList<NamedFace> named, CancellationToken cancellationToken)
    {
        var found = new FoundFace[named.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellationToken };
        await System.Threading.Tasks.Parallel.ForAsync(
            0, found.Length, options, async (index, token) => found[index] = await faces.FindAsync(account, named[index].Id, token));
        return named.Zip(found, ErrorOf).FirstOrDefault(error => error is not null) is { } error
            ? ([], error)
            : ([.. found.Cast<FoundFace.Encoded>().Select(face => face.Encoding)], null);
    }

    /// <summary>The face of a parameter, which must be there.</summary>
    public async Task<(FaceEncoding? Encoding, ImaggaAnswer? Error)> ReadAsync(ImaggaCall call, string parameter, CancellationToken cancellationToken)
    {
        if (call.Parameters.Text(parameter) is not { } id)
        {
            return (null, ImaggaAnswer.BadRequest($"Send \"{parameter}\": the id of a face that /faces/detections answered with \"return_face_id=1\"."));
        }

        var (encodings, error) = await ReadAsync(call.Account, [new(id, $"\"{parameter}\"")], cancellationToken);
        return (error is null ? encodings[0] : null, error);
    }

    private static ImaggaAnswer? ErrorOf(NamedFace named, FoundFace found) => found switch
    {
        FoundFace.Encoded => null,
        FoundFace.Expired => ImaggaAnswer.Error(
            StatusCodes.Status410Gone, $"The face of {named.Place} is not kept any more: faces are kept for 24 hours. Send the image to /faces/detections again."),
        FoundFace.Malformed => ImaggaAnswer.BadRequest($"{named.Place} must be the id of a face: 64 hexadecimal digits, as /faces/detections answers them."),
        _ => ImaggaAnswer.Error(StatusCodes.Status404NotFound, $"There is no face of the id in {named.Place}. Send the image to /faces/detections first."),
    };
}

/// <summary>A face that a request names.</summary>
/// <param name="Place">Where it does, such as <c>"faces"[3]</c>.</param>
internal sealed record NamedFace(string Id, string Place);

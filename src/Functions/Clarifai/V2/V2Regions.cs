using Magpie.Assets;
using Magpie.Faces;
using Magpie.Imaging;

namespace Magpie.Functions.Clarifai.V2;

/// <summary>Part of a picture, and what is known of it.</summary>
/// <param name="Id">Of this answer alone.</param>
/// <param name="Value">How sure it is, 0 to 1.</param>
public sealed record V2Region(string? Id, V2RegionInfo? RegionInfo, V2Data? Data, double? Value);

/// <summary>Which part.</summary>
public sealed record V2RegionInfo(V2BoundingBox? BoundingBox);

/// <summary>Edges as shares of the picture's height and width, 0 to 1 from the upper left corner.</summary>
public sealed record V2BoundingBox(double TopRow, double LeftCol, double BottomRow, double RightCol);

/// <summary>The faces of pictures as regions, with what tells them apart where that is asked for.</summary>
internal sealed class V2Regions(FaceFinder finder, FaceEncoder encoder, TimeProvider time)
{
    /// <summary>Surest first; null when no model answers.</summary>
    public V2Data? Of(DecodedImage image, bool areEncoded, CancellationToken cancellationToken)
    {
        if (finder.Find(image, cancellationToken) is not { } faces)
        {
            return null;
        }

        var encodings = areEncoded ? encoder.Encode(image, faces, cancellationToken) : null;
        return areEncoded && encodings is null
            ? null
            : new V2Data { Regions = [.. faces.Select((face, index) => RegionOf(face, image, encodings?[index].Vector))] };
    }

    private V2Region RegionOf(Face face, DecodedImage image, IReadOnlyList<float>? vector)
    {
        var (width, height) = ((double)image.Width, (double)image.Height);
        return new(
            AssetId.New(time),
            new(new(Share(face.Box.Top / height), Share(face.Box.Left / width), Share(face.Box.Bottom / height), Share(face.Box.Right / width))),
            vector is null ? null : new V2Data { Embeddings = [new V2Embedding(vector, vector.Count)] },
            face.Confidence);
    }

    private static double Share(double place) => Math.Clamp(place, 0, 1);
}

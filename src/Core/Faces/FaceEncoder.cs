using System.Numerics.Tensors;
using Magpie.Imaging;
using Magpie.Tagging;

namespace Magpie.Faces;

/// <summary>Turns faces into encodings with the installed pack for <see cref="PackTasks.FaceEmbedding"/>.</summary>
public sealed class FaceEncoder(PackRunner packs, PackRegistry registry)
{
    private const string Role = "embedding";

    /// <summary>What tells them apart; null when nothing that is installed can be asked.</summary>
    public ModelPack? Pack =>
        packs.For(PackTasks.FaceEmbedding, [null]) is { Manifest.Input: { Width: { } width, Height: { } height } } pack && width == height
        && pack.Manifest.Outputs.ContainsKey(Role)
            ? pack
            : null;

    /// <summary>An encoding of each face, in their order; null when no pack can be asked or it fails. Occupies its thread.</summary>
    /// <param name="image">The picture in whose pixels the faces are.</param>
    /// <exception cref="OperationCanceledException">The token fired.</exception>
    public IReadOnlyList<FaceEncoding>? Encode(DecodedImage image, IReadOnlyList<Face> faces, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(faces);
        if (Pack is not { Manifest.Input: var input } pack)
        {
            return null;
        }

        if (faces.Count == 0)
        {
            return [];
        }

        using var pixels = image.ResizeTo(new ModelInputSize(image.Width, image.Height, ResizeMode.Stretch));
        var encodings = new List<FaceEncoding>(faces.Count);
        foreach (var face in faces)
        {
            var alignment = FaceAlignment.Of(face.Points);
            var side = input.Width!.Value;
            var vector = packs.Ask(
                pack,
                () => InputTensor.From(alignment.Cut(pixels.Rgb, pixels.Width, pixels.Height, side), side, side, input),
                answer => Unit(answer.Floats(Role)),
                cancellationToken);
            if (vector is null)
            {
                return null;
            }

            encodings.Add(new(pack.Name, vector));
        }

        return encodings;
    }

    /// <summary>How much two encodings of one model speak for one person, 0 to 100.</summary>
    /// <exception cref="ArgumentException">The encodings are of different models.</exception>
    public double Score(FaceEncoding first, FaceEncoding second)
    {
        ArgumentNullException.ThrowIfNull(first);
        return FaceSimilarity.Score(first, second, SameCosineOf(first.Model));
    }

    /// <summary>Cosine at which encodings of a model are as likely one person's as two people's; the default when its pack is not installed.</summary>
    public double SameCosineOf(string model) => FaceSimilarity.SameCosineOf(registry.Packs.FirstOrDefault(pack => pack.Name == model)?.Manifest);

    /// <summary>The vector at length 1.</summary>
    /// <exception cref="InvalidDataException">It has no direction.</exception>
    private static float[] Unit(float[] vector)
    {
        var length = TensorPrimitives.Norm(vector);
        if (!(length > 0) || !float.IsFinite(length))
        {
            throw new InvalidDataException("The embedding has no direction.");
        }

        TensorPrimitives.Divide(vector, length, vector);
        return vector;
    }
}

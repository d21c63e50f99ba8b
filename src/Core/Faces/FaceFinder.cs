using Magpie.Imaging;
using Magpie.Tagging;

namespace Magpie.Faces;

/// <summary>Finds faces with the installed pack for <see cref="PackTasks.FaceDetection"/>.</summary>
public sealed class FaceFinder(PackRunner packs)
{
    /// <summary>Pixels on the longest side of a picture in which faces are found and encoded: what a detector is given and more, for small faces among many.</summary>
    public const int EnoughSide = 1920;

    /// <summary>Whether a pack is installed that can be asked.</summary>
    public bool IsThere => Pack is not null;

    /// <summary>What finds them; null when nothing that is installed can be asked.</summary>
    public ModelPack? Pack => packs.For(PackTasks.FaceDetection, YunetDecoder.Name, UltrafaceDecoder.Name);

    /// <summary>The faces in pixels of the picture as decoded, surest first; null when no pack can be asked or it fails. Occupies its thread.</summary>
    /// <param name="longestSide">Pixels that the detector is given at most, where it takes any size: fewer are quicker, and miss small faces.</param>
    /// <exception cref="OperationCanceledException">The token fired.</exception>
    public IReadOnlyList<Face>? Find(DecodedImage image, CancellationToken cancellationToken, int longestSide = EnoughSide)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (Pack is not { Manifest: var manifest } pack)
        {
            return null;
        }

        var isUltraface = manifest.Decoder == UltrafaceDecoder.Name;
        var canvas = isUltraface ? UltrafaceDecoder.CanvasOf(manifest.Input) : FaceCanvas.For(manifest.Input, image.Width, image.Height, longestSide);
        var found = packs.Ask(
            pack,
            () => canvas.Draw(image, manifest.Input),
            answer => isUltraface ? new UltrafaceDecoder(manifest).Read(answer.Numbers, canvas) : new YunetDecoder(manifest).Read(answer.Numbers, canvas),
            cancellationToken);
        var (across, down) = ((float)image.Width / canvas.PictureWidth, (float)image.Height / canvas.PictureHeight);
        return found?.ConvertAll(face => face.Scaled(across, down));
    }
}

using System.Globalization;
using System.Text.Json;
using Magpie.Imaging;
using Magpie.Tagging;

namespace Magpie.Segmentation;

/// <summary>Tells foreground from background with the segmentation pack that is installed.</summary>
public sealed class Segmenter(PackRegistry packs, PackRunner runner)
{
    private const string Role = "mask";

    /// <summary>The option's pack, or the first of those installed; null when there is none.</summary>
    public ModelPack? Pack => packs.DefaultFor(PackTasks.Segmentation)
        ?? packs.Packs.Where(pack => pack.Manifest.Task == PackTasks.Segmentation).MinBy(pack => pack.Manifest.Id, StringComparer.Ordinal);

    /// <summary>What is foreground; null when no pack is installed, or it failed, which is logged. Occupies its thread.</summary>
    /// <exception cref="OperationCanceledException">The token fired.</exception>
    public SegmentationMask? Segment(DecodedImage image, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(image);
        return Pack is { } pack ? runner.Ask(pack, () => Draw(image, pack.Manifest.Input), answer => Read(pack, answer), cancellationToken) : null;
    }

    private static InputTensor Draw(DecodedImage image, PackInput input)
    {
        using var pixels = image.ResizeTo(InputKey.SizeOf(input));
        return InputTensor.From(pixels, input);
    }

    /// <summary>The channel that the manifest names, or 1 minus it: <c>channel:1</c>, <c>1-channel:0</c>.</summary>
    private static SegmentationMask Read(ModelPack pack, PackAnswer answer)
    {
        var said = pack.Manifest.Outputs[Role].Extras.TryGetValue("foreground", out var extra) && extra.ValueKind == JsonValueKind.String ? extra.GetString()! : "channel:0";
        var isInverse = said.StartsWith("1-", StringComparison.Ordinal);
        var shape = answer.Shape(Role);
        if (shape is not [1, var channels, var height, var width]
            || !int.TryParse(said.AsSpan(said.IndexOf(':', StringComparison.Ordinal) + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var channel)
            || channel >= channels)
        {
            throw new InvalidDataException($"{pack.Name} answers with a mask that its manifest does not describe.");
        }

        var cells = answer.Numbers(Role).Slice((int)(channel * height * width), (int)(height * width)).ToArray();
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = Math.Clamp(isInverse ? 1 - cells[i] : cells[i], 0, 1);
        }

        return new(cells, (int)width, (int)height, pack.Name);
    }
}

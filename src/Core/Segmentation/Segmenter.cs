using System.Globalization;
using System.Text.Json;
using Magpie.Imaging;
using Magpie.Tagging;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Magpie.Segmentation;

/// <summary>Tells foreground from background with the segmentation pack that is installed.</summary>
public sealed partial class Segmenter(PackRegistry packs, IOptions<TaggingOptions> options, TimeProvider time, ILogger<Segmenter> logger) : IDisposable
{
    private const string Role = "mask";

    private readonly SemaphoreSlim _slots = new(Environment.ProcessorCount);

    /// <summary>The option's pack, or the first of those installed; null when there is none.</summary>
    public ModelPack? Pack => packs.DefaultFor(PackTasks.Segmentation)
        ?? packs.Packs.Where(pack => pack.Manifest.Task == PackTasks.Segmentation).MinBy(pack => pack.Manifest.Id, StringComparer.Ordinal);

    /// <summary>What is foreground; null when no pack is installed, or it failed, which is logged.</summary>
    public async Task<SegmentationMask?> SegmentAsync(DecodedImage image, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (Pack is not { } pack || packs.Open(pack) is not { } session)
        {
            return null;
        }

        await _slots.WaitAsync(cancellationToken);
        using var timeout = new CancellationTokenSource(options.Value.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            using var tensors = new ImageTensors(image.ResizeTo);
            using var answer = session.Run(tensors.For(pack.Manifest.Input), either.Token);
            return Read(pack, answer);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            Log.Failed(logger, failure, pack.Name);
            return null;
        }
        finally
        {
            _slots.Release();
        }
    }

    public void Dispose() => _slots.Dispose();

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

        var cells = answer.Floats(Role).AsSpan((int)(channel * height * width), (int)(height * width)).ToArray();
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = Math.Clamp(isInverse ? 1 - cells[i] : cells[i], 0, 1);
        }

        return new(cells, (int)width, (int)height, pack.Name);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The model pack {Pack} failed on a picture")]
        public static partial void Failed(ILogger logger, Exception exception, string pack);
    }
}

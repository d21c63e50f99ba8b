using Magpie.Segmentation;
using Magpie.Tagging;
using Magpie.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Magpie.Bench.Imagga;

/// <summary>The shared pack that tells foreground from background, as Magpie asks it.</summary>
internal sealed class MaskPack : IDisposable
{
    private const string Id = "segment-deeplabv3";

    private readonly PackRegistry _registry;

    private MaskPack(string folder)
    {
        var options = Models.Options(Path.Combine(folder, Id));
        _registry = Models.Registry(options);
        Segmenter = new(_registry, new PackRunner(_registry, options, TimeProvider.System, NullLogger<PackRunner>.Instance));
    }

    public Segmenter Segmenter { get; }

    /// <summary>Null where the shared packs are not there.</summary>
    public static MaskPack? Open() => Repository.Models is { } folder && Directory.Exists(Path.Combine(folder, Id)) ? new(folder) : null;

    public void Dispose() => _registry.Dispose();
}

using Magpie.Faces;
using Magpie.Tagging;
using Magpie.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Magpie.Bench.Imagga;

/// <summary>The shared packs that find and encode faces, as Magpie asks them.</summary>
internal sealed class FacePacks : IDisposable
{
    private const string Detector = "faces-yunet";
    private const string Embedding = "faces-mobilefacenet";

    private FacePacks(string folder)
    {
        var options = Models.Options($"{Path.Combine(folder, Detector)}:{Path.Combine(folder, Embedding)}");
        Registry = Models.Registry(options);
        var runner = new PackRunner(Registry, options, TimeProvider.System, NullLogger<PackRunner>.Instance);
        (Finder, Encoder) = (new(runner), new(runner, Registry));
    }

    public PackRegistry Registry { get; }

    public FaceFinder Finder { get; }

    public FaceEncoder Encoder { get; }

    public ModelPack Detection => Registry.Find(Detector)!;

    public ModelPack Encoding => Registry.Find(Embedding)!;

    /// <summary>Null where the shared packs are not there.</summary>
    public static FacePacks? Open() => Repository.Models is { } folder && Directory.Exists(Path.Combine(folder, Detector)) ? new(folder) : null;

    public void Dispose() => Registry.Dispose();
}

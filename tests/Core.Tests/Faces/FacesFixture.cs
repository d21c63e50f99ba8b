using Magpie.Faces;
using Magpie.Imaging;
using Magpie.Tagging;
using Magpie.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Magpie.Core.Tests.Faces;

/// <summary>Finds and encodes faces with the packs of some folders.</summary>
internal sealed class FacesFixture : IDisposable
{
    private static readonly ImageDecoder Decoder = new(new ImagingOptions());
    private readonly PackRegistry _registry;

    public FacesFixture(string folders, Action<TaggingOptions>? configure = null)
    {
        var options = Options.Create(new TaggingOptions { Folders = folders });
        configure?.Invoke(options.Value);
        _registry = new(options, NullLogger<PackRegistry>.Instance);
        var packs = new PackRunner(_registry, options, TimeProvider.System, NullLogger<PackRunner>.Instance);
        (Finder, Encoder) = (new(packs), new(packs, _registry));
    }

    public FaceFinder Finder { get; }

    public FaceEncoder Encoder { get; }

    /// <summary>Null where the shared packs and photos are not.</summary>
    public static FacesFixture? Shared() => Repository.Models is { } models && Repository.Photos is not null ? new(models) : null;

    public static DecodedImage Decode(byte[] file)
    {
        var decoded = Decoder.Decode(file, FaceFinder.EnoughSide);
        return decoded.Value ?? throw new InvalidDataException(decoded.Fault!.Message);
    }

    public IReadOnlyList<Face> Find(string photo)
    {
        using var image = Open(photo);
        return Finder.Find(image, CancellationToken.None).ShouldNotBeNull();
    }

    public IReadOnlyList<FaceEncoding> Encode(string photo)
    {
        using var image = Open(photo);
        return Encoder.Encode(image, Finder.Find(image, CancellationToken.None).ShouldNotBeNull(), CancellationToken.None).ShouldNotBeNull();
    }

    public void Dispose() => _registry.Dispose();

    private static DecodedImage Open(string photo) => Decode(File.ReadAllBytes(Path.Combine(Repository.Photos!, photo)));
}

using Magpie.Imaging;
using Magpie.Tagging;
using Magpie.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Magpie.Core.Tests.Text;

/// <summary>A finder over a folder of packs.</summary>
internal sealed class TextFixture : IDisposable
{
    private static readonly ImageDecoder Decoder = new(new ImagingOptions());
    private readonly PackRegistry _registry;

    public TextFixture(string folder)
    {
        var options = Options.Create(new TaggingOptions { Folders = folder });
        _registry = new(options, NullLogger<PackRegistry>.Instance);
        Finder = new(new PackRunner(_registry, options, TimeProvider.System, NullLogger<PackRunner>.Instance));
    }

    public TextFinder Finder { get; }

    /// <summary>The lines of a picture that is decoded whole, or to so many pixels on its longest side.</summary>
    public IReadOnlyList<TextLine> Find(byte[] file, int longestSide = 4096)
    {
        using var image = Decoder.Decode(file, longestSide).Value;
        return Finder.Find(image.ShouldNotBeNull(), default).ShouldNotBeNull();
    }

    public void Dispose() => _registry.Dispose();
}

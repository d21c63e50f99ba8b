using Magpie.Imaging;
using Magpie.Tagging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Magpie.Core.Tests.Tagging;

/// <summary>A registry and a tagger over folders of packs.</summary>
internal sealed class TaggingFixture : IDisposable
{
    private static readonly ImageDecoder Decoder = new(new ImagingOptions());

    public TaggingFixture(string folders, Action<TaggingOptions>? configure = null, TimeProvider? time = null)
    {
        var options = new TaggingOptions { Folders = folders };
        configure?.Invoke(options);
        Registry = new(Options.Create(options), NullLogger<PackRegistry>.Instance);
        Tagger = new(Registry, Options.Create(options), time ?? TimeProvider.System, NullLogger<Tagger>.Instance);
    }

    public PackRegistry Registry { get; }

    public Tagger Tagger { get; }

    public static DecodedImage Decode(string path) => Decode(File.ReadAllBytes(path));

    public static DecodedImage Decode(byte[] file)
    {
        var decoded = Decoder.Decode(file);
        return decoded.Value ?? throw new InvalidDataException(decoded.Fault!.Message);
    }

    public Task<TaggingResult> TagAsync(string path) => TagAsync(File.ReadAllBytes(path));

    public async Task<TaggingResult> TagAsync(byte[] file, CancellationToken cancellationToken = default)
    {
        using var image = Decode(file);
        return await Tagger.TagAsync(image, cancellationToken);
    }

    public void Dispose()
    {
        Tagger.Dispose();
        Registry.Dispose();
    }
}

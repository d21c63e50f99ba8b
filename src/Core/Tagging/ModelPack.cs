using System.Security.Cryptography;
using Magpie.Imaging;

namespace Magpie.Tagging;

/// <summary>An installed pack: its manifest and labels are read and sound. Its model is loaded and checked once, when first asked for.</summary>
public sealed class ModelPack : IDisposable
{
    private readonly Lazy<PackSession?> _session;
    private readonly Lazy<IReadOnlyList<LabelTags>> _tags;
    private readonly List<string> _problems = [];

    internal ModelPack(string folder, PackManifest manifest, IReadOnlyList<PackLabel> labels, NamesFolder? names, TaggingOptions options)
    {
        (Folder, Manifest, Labels, Names) = (folder, manifest, labels, names);
        _session = new(() => Load(options));
        _tags = new(() => [.. labels.Select(LabelTags.Of)]);
    }

    public string Folder { get; }

    public PackManifest Manifest { get; }

    /// <summary>In the order of the model's scores; empty where the task has none.</summary>
    public IReadOnlyList<PackLabel> Labels { get; }

    /// <summary>What each label is as a tag, in their order.</summary>
    internal IReadOnlyList<LabelTags> Tags => _tags.Value;

    /// <summary>Names of the labels and their parents in other languages, read when asked for; null where the labels are in no file.</summary>
    public NamesFolder? Names { get; }

    /// <summary><c>id@version</c>.</summary>
    public string Name => Manifest.Name;

    /// <summary>The picture it asks for; only where the manifest gives width and height.</summary>
    public ModelInputSize InputSize => InputKey.SizeOf(Manifest.Input);

    /// <summary>Whether the model is loaded and sound.</summary>
    public bool IsReady => _session.IsValueCreated && _session.Value is not null;

    /// <summary>Whether the model was tried and is not sound: <see cref="Problems"/> says why.</summary>
    public bool IsBroken => _session.IsValueCreated && _session.Value is null;

    /// <summary>What is wrong with the model, a sentence each; empty until it was tried.</summary>
    public IReadOnlyList<string> Problems => IsBroken ? _problems : [];

    /// <summary>The loaded model, or null when it is not sound. The first call loads it: some 100 ms for a MobileNet.</summary>
    public PackSession? Open() => _session.Value;

    public void Dispose()
    {
        if (IsReady)
        {
            _session.Value!.Dispose();
        }
    }

    private PackSession? Load(TaggingOptions options)
    {
        try
        {
            return Check(options);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // Whatever a model does to its loader costs its tags, not the service.
            _problems.Add($"{Manifest.Model}: cannot be loaded: {failure.Message}");
            return null;
        }
    }

    private PackSession? Check(TaggingOptions options)
    {
        if (PackFiles.Read(Folder, Manifest.Model, options.MaxModelBytes, _problems) is not { } model)
        {
            return null;
        }

        if (Manifest.Bytes is { } bytes && bytes != model.Length)
        {
            _problems.Add($"{Manifest.Model}: is {model.Length} bytes, and 'bytes' of {PackFiles.Manifest} says {bytes}.");
            return null;
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(model));
        if (!string.Equals(hash, Manifest.Sha256, StringComparison.Ordinal))
        {
            _problems.Add($"{Manifest.Model}: has the SHA-256 {hash}, and 'sha256' of {PackFiles.Manifest} says {Manifest.Sha256}.");
            return null;
        }

        return PackSession.Open(Manifest, Labels.Count, model, options.IntraOpThreads, _problems);
    }
}

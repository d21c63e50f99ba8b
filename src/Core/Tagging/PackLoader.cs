namespace Magpie.Tagging;

/// <summary>Reads packs from folders. What is wrong with one is a list of sentences, never an exception.</summary>
public static class PackLoader
{
    private const int MaxLanguages = 32;

    /// <summary>Reads manifest and labels; the model is left for its first use.</summary>
    public static PackReading Read(string folder, TaggingOptions options)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(options);
        var problems = new List<string>();
        if (PackFiles.Read(folder, PackFiles.Manifest, PackFiles.MaxManifestBytes, problems) is not { } json
            || ManifestReader.Read(json, PackFiles.Manifest, problems) is not { } manifest
            || Labels(folder, manifest, problems) is not { } labels)
        {
            return new(null, problems);
        }

        return new(new ModelPack(folder, manifest, labels, options), problems);
    }

    /// <summary>Reads a pack and tries its model: every check there is.</summary>
    public static PackReading Verify(string folder, TaggingOptions options)
    {
        var reading = Read(folder, options);
        if (reading.Pack is not { } pack || pack.Open() is not null)
        {
            return reading;
        }

        var problems = pack.Problems;
        pack.Dispose();
        return new(null, problems);
    }

    private static IReadOnlyList<PackLabel>? Labels(string folder, PackManifest manifest, List<string> problems)
    {
        if (manifest.LabelsFile is not { } file)
        {
            return LabelReader.FromNames(manifest.InlineLabels ?? []);
        }

        if (PackFiles.Read(folder, file, PackFiles.MaxLabelsBytes, problems) is not { } json || LabelReader.Read(json, file, problems) is not { } labels)
        {
            return null;
        }

        var name = Path.GetFileNameWithoutExtension(file);
        foreach (var language in PackFiles.Names(folder, $"{name}.*.json", problems).Take(MaxLanguages))
        {
            if (PackFiles.Read(folder, language, PackFiles.MaxLabelsBytes, problems) is { } names)
            {
                labels = LabelReader.AddLanguage(labels, language[(name.Length + 1)..^".json".Length], names, language, problems);
            }
        }

        return problems.Count == 0 ? labels : null;
    }
}

/// <summary>A pack, or what is wrong with it.</summary>
/// <param name="Pack">Null when it cannot be used.</param>
/// <param name="Problems">A sentence each, naming file and field.</param>
public sealed record PackReading(ModelPack? Pack, IReadOnlyList<string> Problems);

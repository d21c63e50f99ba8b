namespace Magpie.Tagging;

/// <summary>Reads packs from folders. What is wrong with one is a list of sentences, never an exception.</summary>
public static class PackLoader
{
    /// <summary>
    /// Reads manifest and labels; the model, and names in other languages than the one the tags are in, are left for their first use.
    /// </summary>
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

        var names = manifest.LabelsFile is { } file ? new NamesFolder(folder, $"{Path.GetFileNameWithoutExtension(file)}.") : null;
        return new(new ModelPack(folder, manifest, InTagLanguage(labels, names, options), names, options), problems);
    }

    /// <summary>Reads a pack and tries its model: every check there is.</summary>
    public static PackReading Verify(string folder, TaggingOptions options)
    {
        var reading = Read(folder, options);
        if (reading.Pack is not { } pack)
        {
            return reading;
        }

        var problems = pack.Open() is null ? pack.Problems : NamesProblems(pack.Names);
        if (problems.Count == 0)
        {
            return reading;
        }

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

        return labels;
    }

    private static IReadOnlyList<PackLabel> InTagLanguage(IReadOnlyList<PackLabel> labels, NamesFolder? names, TaggingOptions options)
    {
        if (options.Language == Languages.English)
        {
            return labels;
        }

        foreach (var folder in NamesFolder.Shared(PackFolders.Split(options.Folders)).Prepend(names).OfType<NamesFolder>())
        {
            labels = LabelReader.AddLanguage(labels, options.Language, folder.Names(options.Language));
        }

        return labels;
    }

    private static IReadOnlyList<string> NamesProblems(NamesFolder? names)
    {
        foreach (var code in names?.Codes ?? [])
        {
            names!.Names(code);
        }

        return names?.Problems ?? [];
    }
}

/// <summary>A pack, or what is wrong with it.</summary>
/// <param name="Pack">Null when it cannot be used.</param>
/// <param name="Problems">A sentence each, naming file and field.</param>
public sealed record PackReading(ModelPack? Pack, IReadOnlyList<string> Problems);

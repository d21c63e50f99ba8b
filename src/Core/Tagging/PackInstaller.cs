namespace Magpie.Tagging;

/// <summary>
/// Installs packs below a folder. A pack is put together beside its place, checked in full, and moved there in one step: what is
/// installed is never half a pack, and a broken one never replaces a sound one.
/// </summary>
/// <param name="source">Where models are fetched from.</param>
/// <param name="target">The folder that holds packs.</param>
public sealed class PackInstaller(IModelSource source, string target, TaggingOptions options, TimeProvider time)
{
    private readonly PackDownload _download = new(source, time);

    /// <summary>Installs what a person named: a folder, an address, or an entry of the catalogue.</summary>
    /// <param name="what">Folder with a <c>pack.json</c>, address of one, or id.</param>
    /// <param name="sha256">What the model's SHA-256 must be; null when the manifest's or the catalogue's is enough.</param>
    public Task<PackInstallation> InstallAsync(
        string what, string? sha256, PackCatalog catalog, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(what);
        ArgumentNullException.ThrowIfNull(catalog);
        if (catalog.Find(what) is { } entry)
        {
            return InstallAsync(entry, sha256, progress, cancellationToken);
        }

        if (what.Contains("://", StringComparison.Ordinal) && Uri.TryCreate(what, UriKind.Absolute, out var address))
        {
            return InstallAsync(address, sha256, progress, cancellationToken);
        }

        return Directory.Exists(what)
            ? InstallFolderAsync(what, sha256, cancellationToken)
            : Task.FromResult(PackInstallation.Failed(
                $"'{what}' is neither in the catalogue ({string.Join(", ", catalog.Entries.Select(known => known.Id))}) nor a folder nor an address."));
    }

    /// <summary>Installs a pinned public model.</summary>
    public async Task<PackInstallation> InstallAsync(
        CatalogEntry entry, string? sha256, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.PackJson() is not { } json)
        {
            return PackInstallation.Failed($"{entry.Id}: is pinned in the catalogue, but has no manifest yet: no pack can be made of it.");
        }

        return await AssembleAsync(json, sha256, AddAsync, cancellationToken);

        async Task<string?> AddAsync(string staging, PackManifest manifest)
        {
            if (entry.LabelsPath is { } labels)
            {
                File.Copy(labels, Path.Combine(staging, CatalogEntry.LabelsFile), overwrite: true);
            }

            return await FetchModelAsync(new(entry.Address), staging, manifest, progress, cancellationToken);
        }
    }

    /// <summary>Installs the pack whose <c>pack.json</c> is at an address; its other files are fetched from beside it.</summary>
    public async Task<PackInstallation> InstallAsync(
        Uri address, string? sha256, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.Scheme != Uri.UriSchemeHttps && !(address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
        {
            return PackInstallation.Failed("A pack's address must start with https://.");
        }

        if (!address.AbsolutePath.EndsWith($"/{PackFiles.Manifest}", StringComparison.Ordinal))
        {
            return PackInstallation.Failed($"A pack's address must end in /{PackFiles.Manifest}: a model alone does not say what it takes and answers.");
        }

        Directory.CreateDirectory(target);
        var path = Path.Combine(target, $".{PackFiles.Manifest}");
        if (await _download.FetchAsync(address, path, null, null, PackFiles.MaxManifestBytes, progress: null, cancellationToken) is { } problem)
        {
            return PackInstallation.Failed(problem);
        }

        var json = await File.ReadAllBytesAsync(path, cancellationToken);
        File.Delete(path);
        return await AssembleAsync(json, sha256, AddAsync, cancellationToken);

        async Task<string?> AddAsync(string staging, PackManifest manifest) =>
            manifest.LabelsFile is { } labels
                && await _download.FetchAsync(
                    new(address, Uri.EscapeDataString(labels)), Path.Combine(staging, labels), null, null, PackFiles.MaxLabelsBytes, progress, cancellationToken)
                    is { } missing
                ? missing
                : await FetchModelAsync(new(address, Uri.EscapeDataString(manifest.Model)), staging, manifest, progress, cancellationToken);
    }

    /// <summary>Installs a copy of a pack that is in a folder.</summary>
    public async Task<PackInstallation> InstallFolderAsync(string folder, string? sha256, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        return PackFiles.Read(folder, PackFiles.Manifest, PackFiles.MaxManifestBytes, problems) is { } json
            ? await AssembleAsync(json, sha256, (staging, manifest) => Task.FromResult(Copy(folder, staging, manifest)), cancellationToken)
            : new(null, null, problems);
    }

    private async Task<PackInstallation> AssembleAsync(
        byte[] json, string? sha256, Func<string, PackManifest, Task<string?>> addFiles, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        if (ManifestReader.Read(json, PackFiles.Manifest, problems) is not { } manifest)
        {
            return new(null, null, problems);
        }

        if (sha256 is not null && !string.Equals(sha256, manifest.Sha256, StringComparison.OrdinalIgnoreCase))
        {
            return PackInstallation.Failed($"{PackFiles.Manifest}: 'sha256' is {manifest.Sha256}, and {sha256} was asked for.");
        }

        try
        {
            // Named by what it will hold, so that a broken download is found again, and never by another pack.
            var staging = Path.Combine(target, $".install-{manifest.Id}-{manifest.Sha256[..12]}");
            Directory.CreateDirectory(staging);
            await File.WriteAllBytesAsync(Path.Combine(staging, PackFiles.Manifest), json, cancellationToken);
            if (await addFiles(staging, manifest) is { } problem)
            {
                return PackInstallation.Failed(problem);
            }

            var verified = PackLoader.Verify(staging, options);
            if (verified.Pack is not { } pack)
            {
                Directory.Delete(staging, recursive: true);
                return new(null, null, verified.Problems);
            }

            pack.Dispose();
            return new(Swap(staging, Path.Combine(target, manifest.Id)), manifest.Name, []);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return PackInstallation.Failed($"{target}: {failure.Message}");
        }
    }

    private Task<string?> FetchModelAsync(
        Uri address, string staging, PackManifest manifest, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken) =>
        _download.FetchAsync(
            address, Path.Combine(staging, manifest.Model), manifest.Bytes, manifest.Sha256, options.MaxModelBytes, progress, cancellationToken);

    private string? Copy(string folder, string staging, PackManifest manifest)
    {
        var labels = manifest.LabelsFile is { } file ? Directory.GetFiles(folder, $"{Path.GetFileNameWithoutExtension(file)}*.json") : [];
        var notices = Directory.GetFiles(folder, "LICENSE*").Concat(Directory.GetFiles(folder, "NOTICE*")).Concat(Directory.GetFiles(folder, "README*"));
        foreach (var path in labels.Concat(notices).Append(Path.Combine(folder, manifest.Model)).Distinct(StringComparer.Ordinal))
        {
            if (!File.Exists(path))
            {
                return $"{Path.GetFileName(path)}: is not in {folder}.";
            }

            if (new FileInfo(path).Length > options.MaxModelBytes)
            {
                return $"{Path.GetFileName(path)}: is larger than the {options.MaxModelBytes} bytes that are accepted.";
            }

            File.Copy(path, Path.Combine(staging, Path.GetFileName(path)), overwrite: true);
        }

        return null;
    }

    private static string Swap(string staging, string place)
    {
        var old = Path.Combine(Path.GetDirectoryName(place)!, $".old-{Path.GetFileName(place)}");
        if (Directory.Exists(old))
        {
            Directory.Delete(old, recursive: true);
        }

        if (Directory.Exists(place))
        {
            Directory.Move(place, old);
        }

        Directory.Move(staging, place);
        if (Directory.Exists(old))
        {
            Directory.Delete(old, recursive: true);
        }

        return place;
    }
}

/// <summary>A pack that was installed, or why it was not.</summary>
/// <param name="Folder">Null when it was not installed.</param>
/// <param name="Name"><c>id@version</c>.</param>
/// <param name="Problems">A sentence each.</param>
public sealed record PackInstallation(string? Folder, string? Name, IReadOnlyList<string> Problems)
{
    internal static PackInstallation Failed(string problem) => new(null, null, [problem]);
}

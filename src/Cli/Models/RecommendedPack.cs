using Magpie.Tagging;

namespace Magpie.Cli.Models;

/// <summary>Tries, once ever for a data folder, to install the pack that the catalogue recommends. Being offline is no failure.</summary>
internal sealed class RecommendedPack(ModelFolders folders, HttpModelSource source, string attemptFile)
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Installs it when that was never tried; returns within <see cref="Limit"/> whatever happens.</summary>
    public async Task TryOnceAsync(PackCatalog catalog, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        if (catalog.Recommended is not { } entry || File.Exists(attemptFile))
        {
            return;
        }

        using (var installed = folders.Read())
        {
            if (installed.Find(entry.Id) is not null)
            {
                return;
            }
        }

        var outcome = await TryAsync(entry, progress, cancellationToken);
        await File.WriteAllTextAsync(
            attemptFile, $"{entry.Id}: {outcome}\nDelete this file to have the next start try again, or run ./magpie models install {entry.Id}.\n", cancellationToken);
    }

    private async Task<string> TryAsync(CatalogEntry entry, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            if (!await source.IsReachableAsync(new Uri(entry.Address), limit.Token))
            {
                return "its host does not answer";
            }

            var installation = await new PackInstaller(source, folders.Target, folders.Options, TimeProvider.System)
                .InstallAsync(entry, sha256: null, progress, limit.Token);
            return installation.Folder is null ? string.Join(' ', installation.Problems) : "installed";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"not done after {Limit.TotalSeconds:0} s";
        }
    }
}

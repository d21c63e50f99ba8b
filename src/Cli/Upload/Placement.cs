using System.Security.Cryptography;
using Magpie.Imaging;
using Magpie.Uploads;

namespace Magpie.Cli.Upload;

/// <summary>What is to be done with a file.</summary>
/// <param name="Place">Where to send it; null when nothing is to be sent.</param>
/// <param name="AwaitedId">The asset whose end to wait for; null when that is known.</param>
/// <param name="Outcome">The end; null when it is still to come.</param>
internal sealed record Placed(HashedFile File, Place? Place, string? AwaitedId, FileOutcome? Outcome)
{
    /// <summary>Whether the asset had failed, and the service was asked to work on it once more.</summary>
    public bool IsRetried { get; init; }
}

/// <summary>
/// Decides for a hundred files at a time: which are there already, which go on where an earlier run stopped, and which get a place, all of them
/// with one request.
/// </summary>
internal sealed class Placement(MagpieApi api, Journal journal, UploadSettings settings, TimeProvider time)
{
    /// <summary>What this run has met; the first of the same bytes is sent.</summary>
    private readonly Dictionary<string, string> _met = new(StringComparer.Ordinal);

    /// <summary>Decides what is to be done with each.</summary>
    /// <param name="files">At most <see cref="MagpieApi.MaxFiles"/>.</param>
    public async Task<IReadOnlyList<Placed>> PlaceAsync(IReadOnlyList<HashedFile> files, CancellationToken cancellationToken)
    {
        List<Placed> placed = [];
        List<HashedFile> fresh = [];
        foreach (var file in files)
        {
            if (_met.TryAdd(file.Sha256, file.File.Path))
            {
                fresh.Add(file);
            }
            else if (_met[file.Sha256] == file.File.Path)
            {
                placed.Add(Ended(file, Outcome.Present, journal.IdOf(file.Sha256)));
            }
            else
            {
                placed.Add(Ended(file, Outcome.Duplicate, null, $"the same bytes as {PlainText.Sanitize(_met[file.Sha256], 200)}"));
            }
        }

        if (fresh.Count > 0)
        {
            var left = await ResumeAsync(fresh, placed, cancellationToken);
            await ReserveAsync(left, placed, cancellationToken);
        }

        return placed;
    }

    /// <summary>A place for one file whose first place is gone.</summary>
    public async Task<Placed> PlaceAnewAsync(HashedFile file, CancellationToken cancellationToken)
    {
        List<Placed> placed = [];
        var left = await ResumeAsync([file], placed, cancellationToken, canRenew: false);
        await ReserveAsync(left, placed, cancellationToken);
        return placed[0];
    }

    /// <summary>Answers the files nothing is known of; the others are placed.</summary>
    /// <param name="canRenew">Whether an asset that is reserved still has its place.</param>
    private async Task<List<HashedFile>> ResumeAsync(
        IReadOnlyList<HashedFile> files, List<Placed> placed, CancellationToken cancellationToken, bool canRenew = true)
    {
        var known = new Dictionary<string, AssetAnswer>(StringComparer.Ordinal);
        foreach (var asset in await api.FindAsync([.. files.Select(file => file.Sha256)], cancellationToken))
        {
            if (asset.Sha256 is { } sha256 && asset.State is "ready" or "received")
            {
                known[asset.Sha256!] = asset;
            }
        }

        var ids = files.Where(file => !known.ContainsKey(file.Sha256)).Select(file => journal.IdOf(file.Sha256)).OfType<string>().ToArray();
        var states = ids.Length == 0
            ? new Dictionary<string, AssetAnswer>(StringComparer.Ordinal)
            : (await api.StatesAsync(ids, cancellationToken)).ToDictionary(asset => asset.Id, StringComparer.Ordinal);
        List<HashedFile> left = [];
        foreach (var file in files)
        {
            var asset = known.GetValueOrDefault(file.Sha256) ?? (journal.IdOf(file.Sha256) is { } id ? states.GetValueOrDefault(id) : null);
            var decided = asset is { State: "failed" } ? await RetryAsync(file, asset, cancellationToken) : Resume(file, asset, canRenew);
            if (decided is not null)
            {
                placed.Add(decided);
                continue;
            }

            if (journal.IdOf(file.Sha256) is not null)
            {
                journal.Forget(file.Sha256);
            }

            left.Add(file);
        }

        return left;
    }

    private Placed? Resume(HashedFile file, AssetAnswer? asset, bool canRenew) => asset?.State switch
    {
        "ready" => Ended(file, Outcome.Present, asset.Id),
        "rejected" => Ended(file, Outcome.Rejected, asset.Id, ReasonOf(asset)),
        "received" => new Placed(file, null, asset.Id, null),
        "reserved" when canRenew => new Placed(file, new Place(file, asset.Id, api, time), null, null),
        _ => null,
    };

    /// <summary>The bytes of an asset that failed are still in storage, as a rule: a second asset for them would be a duplicate.</summary>
    private async Task<Placed?> RetryAsync(HashedFile file, AssetAnswer asset, CancellationToken cancellationToken) =>
        await api.RetryAsync(asset.Id, cancellationToken) switch
        {
            RetryAnswer.Queued => new Placed(file, null, asset.Id, null) { IsRetried = true },
            RetryAnswer.NotFailed => new Placed(file, null, asset.Id, null),
            RetryAnswer.NotAllowed => Ended(file, Outcome.Failed, asset.Id, ReasonOf(asset)),
            _ => null,
        };

    /// <summary>Reserves for all that the service does not refuse; a refused file is named and left out, and the others asked for again.</summary>
    private async Task ReserveAsync(List<HashedFile> files, List<Placed> placed, CancellationToken cancellationToken)
    {
        while (files.Count > 0)
        {
            var key = RandomNumberGenerator.GetHexString(32, lowercase: true);
            var (places, refused) = await api.ReserveAsync([.. files.Select(Request)], key, cancellationToken);
            if (refused.Count == 0)
            {
                for (var index = 0; index < places.Count; index++)
                {
                    journal.Reserved(files[index].Sha256, places[index].Id);
                    placed.Add(new Placed(files[index], new Place(files[index], places[index], api, time), null, null));
                }

                return;
            }

            foreach (var problem in refused.DistinctBy(problem => problem.File))
            {
                placed.Add(Ended(files[problem.File!.Value], Outcome.Rejected, null, PlainText.Sanitize(problem.Detail ?? problem.Code ?? "refused", 200)));
            }

            files = [.. files.Where((_, index) => !refused.Any(problem => problem.File == index))];
        }
    }

    private PlaceRequest Request(HashedFile file) => new(
        file.File.Name, file.Type.MediaType(), file.File.Bytes, FileTitle.Of(file.File, settings.TitleFrom), settings.Tags, file.Sha256);

    private static Placed Ended(HashedFile file, Outcome outcome, string? id, string? reason = null) =>
        new(file, null, null, new FileOutcome(file.File.Path, outcome, file.File.Bytes, id, reason));

    /// <summary>The service's sentence, fit for a terminal.</summary>
    internal static string ReasonOf(AssetAnswer asset) =>
        PlainText.Sanitize(asset.Error is { } error ? $"{error.Code}: {error.Message}" : asset.State, 200);
}

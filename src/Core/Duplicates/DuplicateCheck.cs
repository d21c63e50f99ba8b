using Magpie.Assets;
using Magpie.Ingest;
using Magpie.Tagging;
using Microsoft.Extensions.Options;

namespace Magpie.Duplicates;

/// <summary>
/// Holds an examined asset against the others of its account. Of assets with the same bytes one is the holder, which storage decides in one
/// write, so of any number that arrive at once exactly one is the original. Looks are compared after the asset's own are written, so of two
/// that arrive at once at least one sees the other.
/// </summary>
public sealed class DuplicateCheck(IFingerprints fingerprints, ICatalogue catalogue, IOptions<DuplicateOptions> options)
{
    /// <summary>The tag of <see cref="DuplicatePolicy.Flag"/>.</summary>
    public const string Tag = "duplicate";

    /// <summary>Near duplicates that are recorded at most.</summary>
    public const int MaxNear = 20;

    /// <summary>Times that a holder is asked for which is gone when it is looked at.</summary>
    private const int Attempts = 10;

    /// <summary>The asset with what it duplicates, or why it is refused.</summary>
    public async Task<(Asset Asset, AssetError? Refusal)> CheckAsync(Asset asset, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(asset);
        if (Fingerprint.Of(asset) is not { } own)
        {
            return (asset, null);
        }

        var original = await HolderAsync(own, cancellationToken);
        var near = new List<string>();
        foreach (var other in await fingerprints.FindNeighboursAsync(own, cancellationToken))
        {
            if (near.Count < MaxNear && !string.Equals(other.Sha256, own.Sha256, StringComparison.Ordinal)
                && own.DistanceTo(other) <= options.Value.NearDistance && await IsNearAsync(own, other, cancellationToken))
            {
                near.Add(other.Id);
            }
        }

        return await DecideAsync(own, asset with { DuplicateOf = original, NearDuplicates = near }, cancellationToken);
    }

    /// <summary>Forgets an asset that is deleted.</summary>
    public Task ForgetAsync(Asset asset, CancellationToken cancellationToken) =>
        Fingerprint.Of(asset) is { } own ? fingerprints.RemoveAsync(own, cancellationToken) : Task.CompletedTask;

    private async Task<(Asset Asset, AssetError? Refusal)> DecideAsync(Fingerprint own, Asset asset, CancellationToken cancellationToken)
    {
        switch (asset.DuplicateOf, options.Value.Policy)
        {
            case ({ } original, DuplicatePolicy.Reject):
                await fingerprints.RemoveAsync(own, cancellationToken);
                return (asset, new AssetError(
                    RejectionCodes.Duplicate, $"The account has this very file already, as asset {original}. Use that one, or delete it first."));
            case ({ }, DuplicatePolicy.Flag):
                var userTags = TagNormalizer.NormalizeAll([.. asset.UserTags, Tag]);
                return (asset with { UserTags = userTags, Tags = TagMerge.Merge(userTags, asset.MlTags) }, null);
            default:
                return (asset, null);
        }
    }

    /// <summary>Adds a fingerprint. The other asset that holds these bytes; null when it is this one.</summary>
    private async Task<string?> HolderAsync(Fingerprint own, CancellationToken cancellationToken)
    {
        var holder = await fingerprints.AddAsync(own, cancellationToken);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (holder is null)
            {
                return null;
            }

            var asset = await FindAsync(own with { Id = holder }, cancellationToken);
            if (asset is { State: AssetState.Ready or AssetState.Received })
            {
                return holder;
            }

            // One that will never be is removed by now; one that may still become something loses its hold.
            holder = await fingerprints.TryHoldAsync(own, insteadOf: asset is null ? null : holder, cancellationToken);
        }

        throw new IngestException($"The holder of the bytes of asset {own.Id} kept changing.");
    }

    /// <summary>Ready, or older and on its way.</summary>
    private async Task<bool> IsNearAsync(Fingerprint own, Fingerprint other, CancellationToken cancellationToken) =>
        await FindAsync(other, cancellationToken) is { } asset
        && (asset.State == AssetState.Ready || (asset.State == AssetState.Received && string.CompareOrdinal(other.Id, own.Id) < 0));

    /// <summary>The asset of a fingerprint; where there will be none again, what is left of it is removed.</summary>
    private async Task<Asset?> FindAsync(Fingerprint other, CancellationToken cancellationToken)
    {
        var found = (await catalogue.FindAsync(other.Account, other.Id, cancellationToken))?.Asset;
        if (found is null or { State: AssetState.Deleted or AssetState.Rejected })
        {
            await fingerprints.RemoveAsync(other, cancellationToken);
            return null;
        }

        return found;
    }
}

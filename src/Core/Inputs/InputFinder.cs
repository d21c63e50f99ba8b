using Magpie.Accounts;
using Magpie.Assets;

namespace Magpie.Inputs;

/// <summary>Finds assets by the ids that clients of Clarifai's API use: their own, or the asset's.</summary>
public sealed class InputFinder(ICatalogue catalogue, IInputIndex index)
{
    /// <summary>Assets of one URL that a search looks at.</summary>
    private const int MaxOfUrl = 100;

    /// <summary>The id a client knows it by.</summary>
    public static string IdOf(Asset asset)
    {
        ArgumentNullException.ThrowIfNull(asset);
        return asset.Input?.ExternalId ?? asset.Id;
    }

    /// <summary>Null when the account has none of this id, or none that the caller may see.</summary>
    public async Task<StoredAsset?> FindAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (id is not { Length: > 0 and <= NewInput.MaxIdLength })
        {
            return null;
        }

        var assetId = await index.FindAsync(caller.Account, InputKey.OfId(id), cancellationToken);
        return (assetId is null ? null : await VisibleAsync(caller, assetId, cancellationToken))
            ?? (AssetId.IsValid(id) ? await VisibleAsync(caller, id, cancellationToken) : null);
    }

    /// <summary>Ids of the assets that came from a URL.</summary>
    public Task<IReadOnlyList<string>> FromUrlAsync(Caller caller, string url, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return index.FromUrlAsync(caller.Account, url, MaxOfUrl, cancellationToken);
    }

    private async Task<StoredAsset?> VisibleAsync(Caller caller, string assetId, CancellationToken cancellationToken) =>
        await catalogue.FindAsync(caller.Account, assetId, cancellationToken) is { Asset: { State: not AssetState.Deleted } asset } stored && caller.MaySee(asset)
            ? stored
            : null;
}

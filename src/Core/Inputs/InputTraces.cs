using Magpie.Assets;

namespace Magpie.Inputs;

/// <summary>What is remembered of an asset that came in as an input, beside the asset: the id it goes by, and its URL.</summary>
public sealed class InputTraces(IInputIndex index)
{
    /// <summary>Frees what the asset went by; for one that is gone.</summary>
    public async Task ForgetAsync(Asset asset, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(asset);
        if (asset.Input is { ExternalId: { } id })
        {
            await index.ReleaseAsync(asset.Account, InputKey.OfId(id), asset.Id, cancellationToken);
        }

        if (asset.Input is { Url: { } url })
        {
            await index.ReleaseAsync(asset.Account, InputKey.OfUrl(url), asset.Id, cancellationToken);
            await index.RemoveSourceAsync(asset.Account, url, asset.Id, cancellationToken);
        }
    }
}

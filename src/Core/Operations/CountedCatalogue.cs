using Magpie.Assets;

namespace Magpie.Operations;

/// <summary>Counts what states assets come into: each once, because a change is counted only by the one whose commit won.</summary>
public sealed class CountedCatalogue(ICatalogue inner) : ICatalogue
{
    public async Task ReserveAsync(IReadOnlyList<Asset> assets, CancellationToken cancellationToken)
    {
        await inner.ReserveAsync(assets, cancellationToken);
        foreach (var asset in assets)
        {
            Telemetry.CameInto(asset.State.ToName());
        }
    }

    public async Task<StoredAsset?> TryReplaceAsync(StoredAsset read, Asset next, AssetEmbedding? embedding, CancellationToken cancellationToken)
    {
        var stored = await inner.TryReplaceAsync(read, next, embedding, cancellationToken);
        if (stored is not null && next.State != read.Asset.State)
        {
            Telemetry.CameInto(next.State.ToName());
            if (next is { State: AssetState.Rejected, Error: { } reason })
            {
                Telemetry.Rejected(reason.Code);
            }
        }

        return stored;
    }

    public Task<StoredAsset?> FindAsync(string account, string id, CancellationToken cancellationToken) =>
        inner.FindAsync(account, id, cancellationToken);

    public Task ReindexAsync(Asset asset, CancellationToken cancellationToken) => inner.ReindexAsync(asset, cancellationToken);

    public Task<AssetPage> ListAsync(string account, AssetFilter filter, CancellationToken cancellationToken) =>
        inner.ListAsync(account, filter, cancellationToken);

    public Task<IReadOnlyList<TagCount>> TagsAsync(string account, string prefix, int limit, CancellationToken cancellationToken) =>
        inner.TagsAsync(account, prefix, limit, cancellationToken);
}

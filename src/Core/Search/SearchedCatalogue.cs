using Magpie.Assets;

namespace Magpie.Search;

/// <summary>
/// Tells search of what a person changed or removed, so that they find it so at once on this instance. What ingest and models change is found
/// within <see cref="SearchOptions.MaxAge"/>, for a search does not wait for each of the uploads that arrive.
/// </summary>
public sealed class SearchedCatalogue(ICatalogue inner, AccountIndexes indexes) : ICatalogue
{
    public Task ReserveAsync(IReadOnlyList<Asset> assets, CancellationToken cancellationToken) => inner.ReserveAsync(assets, cancellationToken);

    public async Task<StoredAsset?> TryReplaceAsync(StoredAsset read, Asset next, AssetEmbedding? embedding, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(read);
        ArgumentNullException.ThrowIfNull(next);
        try
        {
            return await inner.TryReplaceAsync(read, next, embedding, cancellationToken);
        }
        finally
        {
            // Also where the answer was lost: it may have been committed.
            if (read.Asset.State == AssetState.Ready && (next.State != AssetState.Ready || IsSaidAnew(read.Asset, next)))
            {
                indexes.Expire(next.Account);
            }
        }
    }

    public Task<StoredAsset?> FindAsync(string account, string id, CancellationToken cancellationToken) =>
        inner.FindAsync(account, id, cancellationToken);

    public Task ReindexAsync(Asset asset, CancellationToken cancellationToken) => inner.ReindexAsync(asset, cancellationToken);

    public Task<AssetPage> ListAsync(string account, AssetFilter filter, CancellationToken cancellationToken) =>
        inner.ListAsync(account, filter, cancellationToken);

    public Task<IReadOnlyList<TagCount>> TagsAsync(string account, string prefix, int limit, CancellationToken cancellationToken) =>
        inner.TagsAsync(account, prefix, limit, cancellationToken);

    private static bool IsSaidAnew(Asset before, Asset next) =>
        before.Title != next.Title || before.Input != next.Input || !before.UserTags.SequenceEqual(next.UserTags, StringComparer.Ordinal);
}

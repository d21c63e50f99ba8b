namespace Magpie.Assets;

/// <summary>Making the tag index agree with what is committed, also while others commit.</summary>
internal static class Reindexing
{
    /// <summary>Times that the index is written because the asset was changed meanwhile.</summary>
    private const int Rounds = 10;

    /// <summary>
    /// Writes the index of an asset that was read, and again for as long as somebody else changes it in between: their entries may be overwritten by these.
    /// Answers the asset as the index has it.
    /// </summary>
    /// <param name="formerTags">Tags that it may have had before.</param>
    public static async Task<StoredAsset> ReindexAsync(
        this ICatalogue catalogue, StoredAsset read, IReadOnlyList<string> formerTags, CancellationToken cancellationToken)
    {
        for (var round = 1; ; round++)
        {
            await WriteAsync(catalogue, read.Asset, formerTags, cancellationToken);
            var now = await catalogue.FindAsync(read.Asset.Account, read.Asset.Id, cancellationToken);
            if (now is null || string.Equals(now.ETag, read.ETag, StringComparison.Ordinal) || round == Rounds)
            {
                return now ?? read;
            }

            formerTags = [.. formerTags.Union(read.Asset.Tags, StringComparer.Ordinal)];
            read = now;
        }
    }

    private static async Task WriteAsync(ICatalogue catalogue, Asset asset, IReadOnlyList<string> formerTags, CancellationToken cancellationToken)
    {
        // An asset that is not ready is taken out of the index under the tags it carries: so the former tags go first.
        var gone = formerTags.Except(asset.State == AssetState.Ready ? asset.Tags : [], StringComparer.Ordinal).ToArray();
        if (gone.Length > 0)
        {
            await catalogue.ReindexAsync(asset with { State = AssetState.Deleted, Tags = gone }, cancellationToken);
        }

        await catalogue.ReindexAsync(asset, cancellationToken);
    }
}

using Magpie.Accounts;
using Magpie.Assets;
using Magpie.Imaging;
using Magpie.Tagging;

namespace Magpie.Retagging;

/// <summary>
/// Tags a ready asset again with the models that are installed now: a photo from its preview, a video from frames of its original, or from
/// its poster where frames are not to be had. What the user said stays; what models said before goes.
/// </summary>
public sealed class Retagger(
    ICatalogue catalogue, IPreviews previews, ImageDecoder decoder, Tagger tagger, VideoTagger videos, ReadyAssetChange change)
{
    /// <summary>Times that an asset is read again because it changed between reading and writing it.</summary>
    private const int Attempts = 20;

    /// <summary>Tags one asset again for somebody who may see it.</summary>
    public async Task<RetagResult> RetagAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var read = await catalogue.FindAsync(caller.Account, id, cancellationToken);
        return read is null or { Asset.State: AssetState.Deleted } || !caller.MaySee(read.Asset)
            ? new RetagResult.NotFound()
            : await RetagAsync(read, cancellationToken);
    }

    /// <summary>Tags what was read again.</summary>
    public async Task<RetagResult> RetagAsync(StoredAsset read, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(read);
        if (read.Asset.State != AssetState.Ready)
        {
            return new RetagResult.NotTaggable(read.Asset);
        }

        var (said, obstacle) = read.Asset.Type == MediaType.Video ? await videos.TagAsync(read.Asset, cancellationToken) : default;
        said ??= await TagPreviewAsync(read.Asset, cancellationToken);
        return said is null ? new RetagResult.NotTaggable(read.Asset)
            : said.Status != TaggingResult.Done ? new RetagResult.NoModel()
            : await CommitAsync(read, said, obstacle is null ? null : $"Only the poster was looked at: {obstacle}", cancellationToken);
    }

    /// <summary>What models say of the preview; null when there is none.</summary>
    private async Task<TaggingResult?> TagPreviewAsync(Asset asset, CancellationToken cancellationToken)
    {
        if (await previews.ReadAsync(asset.Id, cancellationToken) is not { } preview)
        {
            return null;
        }

        var decoded = decoder.Decode(preview, Renditions.PreviewSide);
        if (!decoded.IsOk)
        {
            return null;
        }

        using var image = decoded.Value;
        return await tagger.TagAsync(image, cancellationToken);
    }

    private async Task<RetagResult> CommitAsync(StoredAsset read, TaggingResult said, string? reason, CancellationToken cancellationToken)
    {
        var embedding = said is { Embedding: { } vector, EmbeddingModel: { } model } ? new AssetEmbedding(model, vector) : null;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var next = read.Asset with
            {
                MlTags = said.MlTags,
                Tags = TagMerge.Merge(read.Asset.UserTags, said.MlTags),
                Tagging = new TaggingSummary(said.Status, said.Model, reason),
            };
            if (await change.TryAsync(read, next, embedding, cancellationToken) is { } stored)
            {
                return new RetagResult.Retagged(stored);
            }

            var current = await catalogue.FindAsync(read.Asset.Account, read.Asset.Id, cancellationToken);
            if (current is not { Asset.State: AssetState.Ready })
            {
                return new RetagResult.NotFound();
            }

            read = current;
        }

        throw new IOException($"Asset {read.Asset.Id} kept changing while it was to be tagged again.");
    }
}

/// <summary>What became of tagging an asset again.</summary>
public abstract record RetagResult
{
    private RetagResult()
    {
    }

    public sealed record Retagged(StoredAsset Stored) : RetagResult;

    /// <summary>No such asset, or none that the caller may see.</summary>
    public sealed record NotFound : RetagResult;

    /// <summary>It is not ready, or there is no picture of it to look at.</summary>
    public sealed record NotTaggable(Asset Asset) : RetagResult;

    /// <summary>No model is installed, or none answered: the tags stay as they are.</summary>
    public sealed record NoModel : RetagResult;
}

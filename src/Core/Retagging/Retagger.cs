using Magpie.Accounts;
using Magpie.Assets;
using Magpie.Imaging;
using Magpie.Tagging;

namespace Magpie.Retagging;

/// <summary>
/// Tags a ready photo again with the models that are installed now, from its preview. What the user said stays; what models said before
/// goes. Videos keep their tags: they come from frames of the original, which may not be here any more.
/// </summary>
public sealed class Retagger(ICatalogue catalogue, IPreviews previews, ImageDecoder decoder, Tagger tagger, ReadyAssetChange change)
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
        if (read.Asset is not { State: AssetState.Ready, Type: MediaType.Image })
        {
            return new RetagResult.NotTaggable(read.Asset);
        }

        if (await previews.ReadAsync(read.Asset.Id, cancellationToken) is not { } preview)
        {
            return new RetagResult.NotTaggable(read.Asset);
        }

        var decoded = decoder.Decode(preview, Renditions.PreviewSide);
        if (!decoded.IsOk)
        {
            return new RetagResult.NotTaggable(read.Asset);
        }

        using var image = decoded.Value;
        var said = await tagger.TagAsync(image, cancellationToken);
        return said.Status == TaggingResult.Done ? await CommitAsync(read, said, cancellationToken) : new RetagResult.NoModel();
    }

    private async Task<RetagResult> CommitAsync(StoredAsset read, TaggingResult said, CancellationToken cancellationToken)
    {
        var embedding = said is { Embedding: { } vector, EmbeddingModel: { } model } ? new AssetEmbedding(model, vector) : null;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var next = read.Asset with
            {
                MlTags = said.MlTags,
                Tags = TagMerge.Merge(read.Asset.UserTags, said.MlTags),
                Tagging = new TaggingSummary(said.Status, said.Model),
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

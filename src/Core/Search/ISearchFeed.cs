using System.Collections.ObjectModel;
using Magpie.Assets;

namespace Magpie.Search;

/// <summary>What search learns of the catalogue: every ready asset, and in order what changed since.</summary>
public interface ISearchFeed
{
    /// <summary>Where the account's changes stand now.</summary>
    Task<FeedPosition> PositionAsync(string account, CancellationToken cancellationToken);

    /// <summary>Whether the account has more ready assets, judged by one read; where it has about as many, either may be answered.</summary>
    Task<bool> HasMoreThanAsync(string account, int assets, CancellationToken cancellationToken);

    /// <summary>What changed after a position. Null when changes in between are not kept any more, or are more than <paramref name="limit"/>: read everything again.</summary>
    Task<FeedChanges?> ChangesAsync(string account, FeedPosition after, int limit, CancellationToken cancellationToken);

    /// <summary>The assets of these ids that are ready now, with their embeddings.</summary>
    Task<IReadOnlyList<IndexedAsset>> ReadAsync(string account, IReadOnlyCollection<string> ids, CancellationToken cancellationToken);

    /// <summary>Every ready asset with its embedding, newest first.</summary>
    IAsyncEnumerable<IndexedAsset> ScanAsync(string account, CancellationToken cancellationToken);

    /// <summary>Forgets changes up to a position that are older than <paramref name="age"/> by the storage's clock; the newest stay.</summary>
    Task ForgetAsync(string account, FeedPosition upTo, TimeSpan age, CancellationToken cancellationToken);
}

/// <summary>A ready asset and the vector that stands for its looks.</summary>
/// <param name="Embedding">Null when no model gave one.</param>
public sealed record IndexedAsset(Asset Asset, AssetEmbedding? Embedding);

/// <summary>Up to which change something knows: a number for each part that the account's assets lie in.</summary>
public sealed record FeedPosition(IReadOnlyList<long> Numbers)
{
    /// <summary>Changes between an earlier position and this one.</summary>
    public long Since(FeedPosition earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        return Numbers.Zip(earlier.Numbers, (now, then) => Math.Max(0, now - then)).Sum();
    }
}

/// <summary>Ids of assets that became ready, changed or went, each once.</summary>
/// <param name="Position">Up to here.</param>
public sealed record FeedChanges(IReadOnlyCollection<string> Ids, FeedPosition Position)
{
    /// <summary>Of some of the assets, what they are at this position; null when they are not ready. The others are to be read.</summary>
    public IReadOnlyDictionary<string, IndexedAsset?> Known { get; init; } = ReadOnlyDictionary<string, IndexedAsset?>.Empty;
}
